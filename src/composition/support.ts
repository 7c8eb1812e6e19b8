import { renderPage } from '../adapters/templates/pages.js';
import { jsonCodec } from '../adapters/temporal/json-codec.js';
import type { AuditServices, CodecServices, StaffServices } from '../api/support/services.js';
import { supportRepositories } from '../models/repositories/support/slice.js';
import { authenticate, authenticateCodec } from '../usecases/identity/authenticate.js';
import { completeSignIn, readMfaToken } from '../usecases/identity/complete-sign-in.js';
import { logIn } from '../usecases/identity/log-in.js';
import { logOut } from '../usecases/identity/log-out.js';
import { decodePayloads, encodePayloads } from '../usecases/support/decode-payloads.js';
import { listAttention } from '../usecases/support/list-attention.js';
import { listDeletedAppointments } from '../usecases/support/list-deleted-appointments.js';
import { listEmailDelivery, listUserActions, readAccountActivity } from '../usecases/support/read-audit.js';
import { readTimeline } from '../usecases/support/read-timeline.js';
import { requestEntryResolution } from '../usecases/support/resolve-entry.js';
import { runStaffAction } from '../usecases/support/run-staff-action.js';
import { signInCodec } from '../usecases/support/sign-in-codec.js';
import type { Core } from './core.js';
import { accountDeps } from './identity.js';
import type { Manifest } from './manifest.js';
import { historyLink } from './staff-links.js';

/** What needs a person, and what staff can do about it. */
export const support = {
  repositories: supportRepositories,
  services: (core: Core) => ({
    staff: staffServices(core),
    codec: codecServices(core),
    audit: auditServices(core),
  }),
} satisfies Manifest;

function staffServices(core: Core): StaffServices {
  const { TEMPORAL_UI_URL: ui, TEMPORAL_NAMESPACE: namespace } = core.settings;
  return {
    attention: listAttention(core),
    act: runStaffAction(core),
    resolveEntry: requestEntryResolution(core),
    timeline: readTimeline(core),
    historyUrl: (id) => (ui === undefined ? null : historyLink(ui, namespace, id)),
  };
}

function auditServices(core: Core): AuditServices {
  return {
    userActions: listUserActions(core),
    emailDelivery: listEmailDelivery(core),
    activity: readAccountActivity(core),
    deletedAppointments: listDeletedAppointments(core),
  };
}

function codecServices(core: Core): CodecServices {
  const codec = jsonCodec(core.settings.ENCRYPTION_KEYS);
  const accounts = accountDeps(core);
  return {
    decode: decodePayloads({ ...core, codec }),
    encode: encodePayloads({ codec }),
    authenticate: authenticateCodec(accounts),
    readMfaToken: readMfaToken(accounts),
    signIn: signInCodec({
      ...accounts,
      logIn: logIn(accounts),
      completeSignIn: completeSignIn(accounts),
      authenticate: authenticate(accounts),
      logOut: logOut(accounts),
    }),
    loginPage: (page) => renderPage('codec-login', page),
  };
}
