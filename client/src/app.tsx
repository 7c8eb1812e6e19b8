// The frame around the screens: who sees which, and how one gets from one to another.

import { useEffect } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from 'preact-iso';
import FAVICON from '../../brand/favicon.svg';
import { Icon, type IconName } from './parts/icon.js';
import { Screen } from './parts/screen.js';
import SignIn from './screens/sign-in.js';
import { phase, signOut, user } from './session.js';

const Register = lazy(() => import('./screens/register.js'));
const Appointments = lazy(() => import('./screens/appointments.js'));
const AppointmentScreen = lazy(() => import('./screens/appointment.js'));
const FindTime = lazy(() => import('./screens/find-time.js'));
const Move = lazy(() => import('./screens/move.js'));
const QuestionnaireScreen = lazy(() => import('./screens/questionnaire.js'));
const Messages = lazy(() => import('./screens/messages.js'));
const Conversation = lazy(() => import('./screens/conversation.js'));
const Day = lazy(() => import('./screens/day.js'));
const Visit = lazy(() => import('./screens/visit.js'));
const Times = lazy(() => import('./screens/times.js'));
const Attention = lazy(() => import('./screens/attention.js'));
const StaffVisit = lazy(() => import('./screens/staff-visit.js'));
const Patients = lazy(() => import('./screens/patients.js'));
const PatientScreen = lazy(() => import('./screens/patient.js'));
const Offline = lazy(() => import('./screens/offline.js'));

type Link = readonly [href: string, label: string, icon: IconName];

const APPOINTMENTS: Link = ['/app/appointments', 'Appointments', 'calendar'];
const MESSAGES: Link = ['/app/messages', 'Messages', 'chat'];

const ATTENTION: Link = ['/app/attention', 'Attention', 'flag'];
const PATIENTS: Link = ['/app/patients', 'Patients', 'people'];

/** Where each role begins, and what else it has. */
const LINKS: Readonly<Record<string, readonly Link[]>> = {
  patient: [APPOINTMENTS, MESSAGES],
  doctor: [APPOINTMENTS, MESSAGES],
  receptionist: [PATIENTS, ATTENTION],
  nurse: [PATIENTS],
  admin: [ATTENTION, PATIENTS],
  accountant: [ATTENTION],
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
    if (isIn) void import('./style/font.css');
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
        {isIn && (
          <button type="button" class="sign-out" onClick={() => void signOut()}>
            <Icon name="out" size={20} />
            <span>Sign out</span>
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
  return (
    <nav aria-label="Main">
      {links.map(([href, label, icon]) => (
        <a key={href} href={href} aria-current={path.startsWith(href) ? 'page' : undefined}>
          <Icon name={icon} />
          {label}
        </a>
      ))}
    </nav>
  );
}

function Screens() {
  if (phase.value === 'starting') return <p class="hidden">Loading</p>;
  if (phase.value === 'offline') return <Offline />;
  if (phase.value === 'out') {
    return (
      <Router>
        <Route path="/app/register" component={Register} />
        <Route default component={SignIn} />
      </Router>
    );
  }
  const role = user.value?.role;
  if (role === 'patient') return <PatientScreens />;
  if (role === 'doctor') return <DoctorScreens />;
  return <StaffScreens />;
}

function PatientScreens() {
  return (
    <Router>
      <Route path="/app/appointments" component={Appointments} />
      <Route path="/app/appointments/:id" component={AppointmentScreen} />
      <Route path="/app/appointments/:id/move" component={Move} />
      <Route path="/app/appointments/:id/questions/:form" component={QuestionnaireScreen} />
      <Route path="/app/find" component={FindTime} />
      <Route path="/app/messages" component={Messages} />
      <Route path="/app/messages/:room" component={Conversation} />
      <Route default component={Home} />
    </Router>
  );
}

function DoctorScreens() {
  return (
    <Router>
      <Route path="/app/appointments" component={Day} />
      <Route path="/app/appointments/:id" component={Visit} />
      <Route path="/app/times" component={Times} />
      <Route path="/app/messages" component={Messages} />
      <Route path="/app/messages/:room" component={Conversation} />
      <Route default component={Home} />
    </Router>
  );
}

function StaffScreens() {
  return (
    <Router>
      <Route path="/app/attention" component={Attention} />
      <Route path="/app/appointments/:id" component={StaffVisit} />
      <Route path="/app/patients" component={Patients} />
      <Route path="/app/patients/:id" component={PatientScreen} />
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
