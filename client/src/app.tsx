// The frame around the screens: who sees which, and how one gets from one to another.

import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from 'preact-iso';
import FAVICON from '../../brand/favicon.svg';
import { followNotifications, unread } from './notifications.js';
import { Icon, type IconName } from './parts/icon.js';
import { Screen } from './parts/page.js';
import SignIn from './screens/sign-in.js';
import { guest, phase, signOut, user } from './session.js';

type Link = readonly [href: string, label: string, icon: IconName];

const APPOINTMENTS: Link = ['/app/appointments', 'Appointments', 'calendar'];
const MESSAGES: Link = ['/app/messages', 'Messages', 'chat'];
const NOTIFICATIONS: Link = ['/app/notifications', 'Notifications', 'bell'];
const PRESCRIPTIONS: Link = ['/app/prescriptions', 'Prescriptions', 'form'];
const ATTENTION: Link = ['/app/attention', 'Attention', 'flag'];
const PATIENTS: Link = ['/app/patients', 'Patients', 'people'];
const CATALOGUE: Link = ['/app/catalogue', 'Catalogue', 'shelf'];

/** Where each role begins, and what else it has. */
const LINKS: Readonly<Record<string, readonly Link[]>> = {
  patient: [APPOINTMENTS, PRESCRIPTIONS, MESSAGES, NOTIFICATIONS],
  doctor: [APPOINTMENTS, PRESCRIPTIONS, CATALOGUE, MESSAGES, NOTIFICATIONS],
  receptionist: [PATIENTS, ATTENTION, CATALOGUE],
  nurse: [PATIENTS, CATALOGUE, MESSAGES, NOTIFICATIONS],
  admin: [ATTENTION, PATIENTS, CATALOGUE],
  accountant: [ATTENTION, CATALOGUE],
};

const Register = lazy(() => import('./screens/register.js'));
const Guest = lazy(() => import('./screens/guest.js'));
const Offline = lazy(() => import('./screens/offline.js'));
const TALKS = {
  '/app/messages': lazy(() => import('./screens/messages.js')),
  '/app/messages/:room': lazy(() => import('./screens/conversation.js')),
  '/app/notifications': lazy(() => import('./screens/notifications.js')),
};
const PRESCRIBED = {
  '/app/prescriptions': lazy(() => import('./screens/prescriptions.js')),
  '/app/prescriptions/:id': lazy(() => import('./screens/prescription.js')),
};
/** Suppliers' products may not be advertised: no patient has these screens. */
const CATALOGUE_READ = {
  '/app/catalogue': lazy(() => import('./screens/catalogue/products.js')),
  '/app/catalogue/compare': lazy(() => import('./screens/catalogue/compare.js')),
  '/app/catalogue/products/:id': lazy(() => import('./screens/catalogue/product.js')),
};
const CATALOGUE_MANAGED = {
  ...CATALOGUE_READ,
  '/app/catalogue/stock': lazy(() => import('./screens/catalogue/stock.js')),
  '/app/catalogue/orders': lazy(() => import('./screens/catalogue/orders.js')),
  '/app/catalogue/orders/new': lazy(() => import('./screens/catalogue/new-order.js')),
  '/app/catalogue/orders/:id': lazy(() => import('./screens/catalogue/order.js')),
  '/app/catalogue/imports': lazy(() => import('./screens/catalogue/imports.js')),
  '/app/catalogue/imports/:id': lazy(() => import('./screens/catalogue/import.js')),
};
const SCREENS_OF_STAFF = {
  ...TALKS,
  '/app/attention': lazy(() => import('./screens/attention.js')),
  '/app/appointments/:id': lazy(() => import('./screens/staff-visit.js')),
  '/app/patients': lazy(() => import('./screens/patients.js')),
  '/app/patients/:id': lazy(() => import('./screens/patient.js')),
};
/** What each role sees where; everybody else at the clinic has the screens of staff. */
const SCREENS: Readonly<Record<string, Readonly<Record<string, ComponentType>>>> = {
  patient: {
    ...TALKS,
    ...PRESCRIBED,
    '/app/appointments': lazy(() => import('./screens/appointments.js')),
    '/app/appointments/:id': lazy(() => import('./screens/appointment.js')),
    '/app/appointments/:id/move': lazy(() => import('./screens/move.js')),
    '/app/appointments/:id/questions/:form': lazy(() => import('./screens/questionnaire.js')),
    '/app/find': lazy(() => import('./screens/find-time.js')),
  },
  receptionist: { ...SCREENS_OF_STAFF, ...CATALOGUE_READ },
  accountant: { ...SCREENS_OF_STAFF, ...CATALOGUE_READ },
  nurse: { ...SCREENS_OF_STAFF, ...CATALOGUE_MANAGED },
  admin: { ...SCREENS_OF_STAFF, ...CATALOGUE_MANAGED },
  doctor: {
    ...TALKS,
    ...PRESCRIBED,
    ...CATALOGUE_READ,
    '/app/appointments': lazy(() => import('./screens/day.js')),
    '/app/appointments/:id': lazy(() => import('./screens/visit.js')),
    '/app/appointments/:id/prescribe': lazy(() => import('./screens/prescribe.js')),
    '/app/times': lazy(() => import('./screens/times.js')),
  },
};

export function App() {
  return (
    <LocationProvider scope={/^\/app(\/|$)/}>
      <ErrorBoundary>
        <Frame />
      </ErrorBoundary>
    </LocationProvider>
  );
}

function Frame() {
  const { path } = useLocation();
  const isIn = phase.value === 'in';
  // The font is no part of the first load: nobody waits for it at the door.
  useEffect(() => {
    if (!isIn) return;
    void import('./style/font.css');
    if (LINKS[user.value?.role ?? '']?.includes(NOTIFICATIONS)) void followNotifications();
  }, [isIn]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="top">
        <a class="brand" href="/app/">
          <img src={FAVICON} alt="" />
          Keepwell
        </a>
        {isIn && <Navigation path={path} />}
        {(isIn || (phase.value === 'guest' && guest.value)) && (
          <button type="button" class="sign-out" onClick={() => void signOut()}>
            <Icon name="out" size={20} />
            <span>{isIn ? 'Sign out' : 'Leave'}</span>
          </button>
        )}
      </header>
      <main id="main" tabIndex={-1}>
        <Screens />
      </main>
    </>
  );
}

function Navigation({ path }: { readonly path: string }) {
  const links = LINKS[user.value?.role ?? ''] ?? [];
  const count = unread.value;
  // The link keeps its name, whatever the mark beside it says.
  const marked = { 'aria-label': 'Notifications', 'aria-describedby': 'unread', 'data-count': count || undefined };
  return (
    <nav aria-label="Main">
      {links.map(([href, label, icon]) => (
        <a
          key={href}
          href={href}
          aria-current={path.startsWith(href) ? 'page' : undefined}
          {...(href === NOTIFICATIONS[0] ? marked : {})}
        >
          <Icon name={icon} />
          {label}
        </a>
      ))}
      <span class="hidden" role="status" id="unread">
        {count > 0 && `${count} unread`}
      </span>
    </nav>
  );
}

function Screens() {
  if (phase.value === 'starting') return <p class="hidden">Loading</p>;
  if (phase.value === 'offline') return <Offline />;
  if (phase.value === 'guest') return <Guest />;
  if (phase.value === 'out') {
    return (
      <Router>
        <Route path="/app/register" component={Register} />
        <Route default component={SignIn} />
      </Router>
    );
  }
  const screens = SCREENS[user.value?.role ?? ''] ?? SCREENS_OF_STAFF;
  return (
    // Another one than that of the door, which remembers what it has shown.
    <Router key={user.value?.id}>
      {Object.entries(screens).map(([path, screen]) => (
        <Route key={path} path={path} component={screen} />
      ))}
      <Route default component={Home} />
    </Router>
  );
}

/** Where each role begins. */
function Home() {
  const { route } = useLocation();
  const [first] = LINKS[user.value?.role ?? ''] ?? [];
  useEffect(() => {
    if (first) route(first[0], true);
  }, [first]);
  if (first) return null;
  return (
    <Screen title="Welcome">
      <p>There is nothing in this app for your role.</p>
    </Screen>
  );
}
