// @ts-nocheck: the runtime's own types do not fit our strict settings; nothing here is written by hand.
/* tslint:disable */
/* eslint-disable */
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import type { TsoaRoute } from '@tsoa/runtime';
import { leaveOutNulls } from '../http/left-out.js';
import { fetchMiddlewares } from '@tsoa/runtime';
import { RouteInput } from '../http/route-input.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { StaffController } from './../support/controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { TimelineController } from './../support/controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { SlotsController } from './../scheduling/controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { WebhooksController } from './../payments/webhooks-controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { TakingsController } from './../payments/takings-controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { ReconciliationController } from './../payments/reconciliations-controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { ReceiptsController } from './../payments/receipts-controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { OrdersController } from './../payments/orders-controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { PaymentsController } from './../payments/orders-controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { DeskController } from './../payments/desk-controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { HealthController } from './../operations/controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { AdminHealthController } from './../operations/controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { UsersController } from './../identity/controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { ClinicsController } from './../clinics/controller.js';
// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
import { AppointmentsController } from './../appointments/controller.js';
import { expressAuthentication } from './../http/authentication.js';
// @ts-ignore - no great way to install types from subpackage
import { iocContainer } from './../http/ioc.js';
import type { IocContainer, IocContainerFactory } from '@tsoa/runtime';
import type { Request as ExRequest, Response as ExResponse, RequestHandler, Router } from 'express';

const expressAuthenticationRecasted = expressAuthentication as (req: ExRequest, securityName: string, scopes?: string[], res?: ExResponse) => Promise<any>;


// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

const models: TsoaRoute.Models = {
    "Count": {
        "dataType": "refAlias",
        "type": {"dataType":"integer","validators":{"minimum":{"value":0}}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ContextError": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["identifier_taken"]},{"dataType":"enum","enums":["slot_taken"]},{"dataType":"enum","enums":["slot_unavailable"]},{"dataType":"enum","enums":["slot_length"]},{"dataType":"enum","enums":["overlap"]},{"dataType":"enum","enums":["order_exists"]},{"dataType":"enum","enums":["payments_disabled"]},{"dataType":"enum","enums":["provider_refused"]},{"dataType":"enum","enums":["provider_unavailable"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ErrorCode": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"union","subSchemas":[{"dataType":"enum","enums":["validation_failed"]},{"dataType":"enum","enums":["unauthenticated"]},{"dataType":"enum","enums":["forbidden"]},{"dataType":"enum","enums":["not_found"]},{"dataType":"enum","enums":["invalid_transition"]},{"dataType":"enum","enums":["idempotency_conflict"]},{"dataType":"enum","enums":["rate_limited"]},{"dataType":"enum","enums":["payload_too_large"]},{"dataType":"enum","enums":["unsupported_media_type"]},{"dataType":"enum","enums":["compliance_violation"]},{"dataType":"enum","enums":["unavailable"]},{"dataType":"enum","enums":["internal"]}]},{"ref":"ContextError"}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ProblemField": {
        "dataType": "refObject",
        "properties": {
            "field": {"dataType":"string","required":true},
            "message": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "LimitType": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["login_attempts"]},{"dataType":"enum","enums":["api_requests"]},{"dataType":"enum","enums":["prescription_creation"]},{"dataType":"enum","enums":["appointment_booking"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Uuid": {
        "dataType": "refAlias",
        "type": {"dataType":"string","validators":{"pattern":{"value":"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"}}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Url": {
        "dataType": "refAlias",
        "type": {"dataType":"string","validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AppointmentStatus": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["booked"]},{"dataType":"enum","enums":["completed"]},{"dataType":"enum","enums":["no_show"]},{"dataType":"enum","enums":["pending"]},{"dataType":"enum","enums":["payment_expired"]},{"dataType":"enum","enums":["cancelled_by_patient"]},{"dataType":"enum","enums":["cancelled_by_doctor"]},{"dataType":"enum","enums":["cancelled_by_clinic"]},{"dataType":"enum","enums":["in_progress"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Problem": {
        "dataType": "refObject",
        "properties": {
            "type": {"dataType":"string","required":true},
            "title": {"dataType":"string","required":true},
            "status": {"ref":"Count","required":true},
            "code": {"ref":"ErrorCode","required":true},
            "error": {"dataType":"string","required":true},
            "request_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "field": {"dataType":"string"},
            "fields": {"dataType":"array","array":{"dataType":"refObject","ref":"ProblemField"}},
            "validation_failed": {"dataType":"boolean"},
            "retry_after": {"ref":"Count"},
            "limit_type": {"ref":"LimitType"},
            "appointment_id": {"ref":"Uuid"},
            "existing_order": {"ref":"Uuid"},
            "payment_url": {"dataType":"union","subSchemas":[{"ref":"Url"},{"dataType":"enum","enums":[null]}]},
            "current_status": {"ref":"AppointmentStatus"},
            "allowed": {"dataType":"array","array":{"dataType":"refAlias","ref":"AppointmentStatus"}},
            "compliance_violation": {"dataType":"boolean"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AttentionCode": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["doctor_absent"]},{"dataType":"enum","enums":["absence_undecided"]},{"dataType":"enum","enums":["overrun"]},{"dataType":"enum","enums":["payment_undecided"]},{"dataType":"enum","enums":["payment_unresolved"]},{"dataType":"enum","enums":["payment_mismatch"]},{"dataType":"enum","enums":["payment_refused"]},{"dataType":"enum","enums":["refund_failed"]},{"dataType":"enum","enums":["refund_in_dispute"]},{"dataType":"enum","enums":["dispute"]},{"dataType":"enum","enums":["dispute_lost"]},{"dataType":"enum","enums":["paid_back_twice"]},{"dataType":"enum","enums":["refund_approval"]},{"dataType":"enum","enums":["desk_refund_due"]},{"dataType":"enum","enums":["reconciliation"]},{"dataType":"enum","enums":["webhook_silence"]},{"dataType":"enum","enums":["unmatched_payment"]},{"dataType":"enum","enums":["name_unprintable"]},{"dataType":"enum","enums":["message_undelivered"]},{"dataType":"enum","enums":["step_failed"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Instant": {
        "dataType": "refAlias",
        "type": {"dataType":"string","validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Record_string.unknown_": {
        "dataType": "refAlias",
        "type": {"dataType":"nestedObjectLiteral","nestedProperties":{},"additionalProperties":{"dataType":"any"},"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AttentionAnswer": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "code": {"ref":"AttentionCode","required":true},
            "reason": {"dataType":"string","required":true},
            "next_step": {"dataType":"string","required":true},
            "appointment_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "opened_at": {"ref":"Instant","required":true},
            "context": {"ref":"Record_string.unknown_","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ResolveEntryBody": {
        "dataType": "refObject",
        "properties": {
            "reason": {"dataType":"string","required":true,"validators":{"minLength":{"value":3},"maxLength":{"value":500}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PaymentStatus": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["refund_failed"]},{"dataType":"enum","enums":["unpaid"]},{"dataType":"enum","enums":["paid"]},{"dataType":"enum","enums":["waived"]},{"dataType":"enum","enums":["refund_pending"]},{"dataType":"enum","enums":["refunded"]},{"dataType":"enum","enums":["partially_refunded"]},{"dataType":"enum","enums":["disputed"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Decimal": {
        "dataType": "refAlias",
        "type": {"dataType":"string","validators":{"pattern":{"value":"^-?[0-9]+[.][0-9]{2}$"}}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Currency": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["aud"]},{"dataType":"enum","enums":["usd"]},{"dataType":"enum","enums":["gbp"]},{"dataType":"enum","enums":["eur"]},{"dataType":"enum","enums":["ngn"]},{"dataType":"enum","enums":["php"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DoctorView": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "first_name": {"dataType":"string","required":true},
            "last_name": {"dataType":"string","required":true},
            "specialty": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ClinicView": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "name": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RefundStatus": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["failed"]},{"dataType":"enum","enums":["refunded"]},{"dataType":"enum","enums":["partially_refunded"]},{"dataType":"enum","enums":["processing"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ConsultationMode": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["video"]},{"dataType":"enum","enums":["phone"]},{"dataType":"enum","enums":["in_person"]},{"dataType":"enum","enums":["chat"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AppointmentAnswer": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "patient": {"ref":"Uuid","required":true},
            "availability": {"ref":"Uuid","required":true},
            "status": {"ref":"AppointmentStatus","required":true},
            "payment_status": {"ref":"PaymentStatus","required":true},
            "payment_required": {"dataType":"boolean","required":true},
            "price": {"ref":"Decimal","required":true},
            "currency": {"ref":"Currency","required":true},
            "is_initial": {"dataType":"boolean","required":true},
            "booked_at": {"ref":"Instant","required":true},
            "created_at": {"ref":"Instant","required":true},
            "expires_at": {"ref":"Instant","required":true},
            "doctor": {"ref":"DoctorView","required":true},
            "clinic": {"ref":"ClinicView","required":true},
            "start_time": {"ref":"Instant","required":true},
            "end_time": {"ref":"Instant","required":true},
            "slot_type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["short"]},{"dataType":"enum","enums":["long"]}],"required":true},
            "timezone": {"dataType":"string","required":true},
            "consultation_type": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "symptoms": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "chat_room_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "order_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "refund_status": {"dataType":"union","subSchemas":[{"ref":"RefundStatus"},{"dataType":"enum","enums":[null]}],"required":true},
            "reschedules": {"ref":"Count","required":true},
            "checked_in_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "started_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "completed_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "cancelled_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "consultation_mode": {"dataType":"union","subSchemas":[{"ref":"ConsultationMode"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "StaffActionBody": {
        "dataType": "refObject",
        "properties": {
            "action": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["extend_payment_window"]},{"dataType":"enum","enums":["resend_confirmation"]},{"dataType":"enum","enums":["retry_refund"]},{"dataType":"enum","enums":["issue_refund"]},{"dataType":"enum","enums":["approve_refund"]},{"dataType":"enum","enums":["reject_refund"]},{"dataType":"enum","enums":["confirm_desk_refund"]},{"dataType":"enum","enums":["resolve_attention"]},{"dataType":"enum","enums":["cancel_for_clinic"]},{"dataType":"enum","enums":["check_payment"]},{"dataType":"enum","enums":["decide_absence"]}],"required":true},
            "reason": {"dataType":"string","required":true,"validators":{"minLength":{"value":3},"maxLength":{"value":500}}},
            "minutes": {"dataType":"integer","validators":{"minimum":{"value":1},"maximum":{"value":1440}}},
            "refund_id": {"ref":"Uuid"},
            "amount": {"dataType":"integer","validators":{"minimum":{"value":1},"maximum":{"value":2000000000}}},
            "payment_id": {"ref":"Uuid"},
            "refund_request_id": {"ref":"Uuid"},
            "code": {"dataType":"string","validators":{"maxLength":{"value":50}}},
            "outcome": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["no_show"]},{"dataType":"enum","enums":["doctor_absent"]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "OrderWireStatus": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["expired"]},{"dataType":"enum","enums":["cancelled"]},{"dataType":"enum","enums":["completed"]},{"dataType":"enum","enums":["pending"]},{"dataType":"enum","enums":["paid"]},{"dataType":"enum","enums":["refunded"]},{"dataType":"enum","enums":["partially_refunded"]},{"dataType":"enum","enums":["disputed"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RefundWireStatus": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["pending"]},{"dataType":"enum","enums":["succeeded"]},{"dataType":"enum","enums":["failed"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DeliveryState": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["sending"]},{"dataType":"enum","enums":["sent"]},{"dataType":"enum","enums":["refused"]},{"dataType":"enum","enums":["suppressed"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TimelineStatus": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"ref":"AppointmentStatus"},{"ref":"OrderWireStatus"},{"dataType":"enum","enums":["captured"]},{"ref":"RefundWireStatus"},{"ref":"DeliveryState"},{"dataType":"enum","enums":["open"]},{"dataType":"enum","enums":["resolved"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Role": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["admin"]},{"dataType":"enum","enums":["doctor"]},{"dataType":"enum","enums":["patient"]},{"dataType":"enum","enums":["receptionist"]},{"dataType":"enum","enums":["nurse"]},{"dataType":"enum","enums":["accountant"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ChangedByPerson": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "role": {"ref":"Role","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SystemName": {
        "dataType": "refAlias",
        "type": {"dataType":"string","validators":{"pattern":{"value":"^(keepwell|anonymous|(stripe|paystack)_webhook|payment_lookup|desk|temporal-ui\\s[(]claims\\s[\\s\\S]*[)])$"}}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ChangedBySystem": {
        "dataType": "refObject",
        "properties": {
            "system": {"ref":"SystemName","required":true},
            "triggered_by": {"dataType":"string","required":true},
            "user": {"ref":"Uuid"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ChangedBy": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"ref":"ChangedByPerson"},{"ref":"ChangedBySystem"}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TimelineItem": {
        "dataType": "refObject",
        "properties": {
            "at": {"ref":"Instant","required":true},
            "kind": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["status"]},{"dataType":"enum","enums":["event"]},{"dataType":"enum","enums":["order"]},{"dataType":"enum","enums":["payment"]},{"dataType":"enum","enums":["refund"]},{"dataType":"enum","enums":["message"]},{"dataType":"enum","enums":["attention"]}],"required":true},
            "what": {"dataType":"string","required":true},
            "status": {"ref":"TimelineStatus","required":true},
            "by": {"dataType":"union","subSchemas":[{"ref":"ChangedBy"},{"dataType":"enum","enums":[null]}],"required":true},
            "context": {"ref":"Record_string.unknown_","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Timeline": {
        "dataType": "refObject",
        "properties": {
            "appointment_id": {"ref":"Uuid","required":true},
            "events": {"dataType":"array","array":{"dataType":"refObject","ref":"TimelineItem"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SlotView": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "doctor": {"ref":"DoctorView","required":true},
            "clinic": {"ref":"ClinicView","required":true},
            "start_time": {"ref":"Instant","required":true},
            "end_time": {"ref":"Instant","required":true},
            "slot_type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["short"]},{"dataType":"enum","enums":["long"]}],"required":true},
            "timezone": {"dataType":"string","required":true},
            "is_booked": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "OwnSlotView": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "doctor": {"ref":"DoctorView","required":true},
            "clinic": {"ref":"ClinicView","required":true},
            "start_time": {"ref":"Instant","required":true},
            "end_time": {"ref":"Instant","required":true},
            "slot_type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["short"]},{"dataType":"enum","enums":["long"]}],"required":true},
            "timezone": {"dataType":"string","required":true},
            "is_booked": {"dataType":"boolean","required":true},
            "appointment_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "updated_at": {"ref":"Instant","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AskedInstant": {
        "dataType": "refAlias",
        "type": {"dataType":"string","validators":{"pattern":{"errorMsg":"Use a time with its offset, such as 2026-11-21T09:00:00Z.","value":"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt\\s][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})$"},"maxLength":{"value":200}}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SlotBody": {
        "dataType": "refObject",
        "properties": {
            "start_time": {"ref":"AskedInstant","required":true},
            "end_time": {"ref":"AskedInstant","required":true},
            "slot_type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["short"]},{"dataType":"enum","enums":["long"]}],"required":true},
            "timezone": {"dataType":"string","validators":{"maxLength":{"value":64}}},
            "doctor": {"ref":"Uuid"},
            "clinic": {"ref":"Uuid"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SkippedSlot": {
        "dataType": "refObject",
        "properties": {
            "start_time": {"ref":"Instant","required":true},
            "reason": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "BulkSlotsAnswer": {
        "dataType": "refObject",
        "properties": {
            "created": {"ref":"Count","required":true},
            "skipped": {"dataType":"array","array":{"dataType":"refObject","ref":"SkippedSlot"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AskedDay": {
        "dataType": "refAlias",
        "type": {"dataType":"string","validators":{"pattern":{"errorMsg":"Use a date such as 2026-11-21.","value":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},"maxLength":{"value":10}}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "BulkSlotsBody": {
        "dataType": "refObject",
        "properties": {
            "start_date": {"ref":"AskedDay","required":true},
            "end_date": {"ref":"AskedDay","required":true},
            "days_of_week": {"dataType":"array","array":{"dataType":"string"},"required":true,"validators":{"minItems":{"value":1},"maxItems":{"value":14}}},
            "start_time": {"dataType":"string","required":true,"validators":{"maxLength":{"value":8}}},
            "end_time": {"dataType":"string","required":true,"validators":{"maxLength":{"value":8}}},
            "slot_type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["short"]},{"dataType":"enum","enums":["long"]}],"required":true},
            "timezone": {"dataType":"string","validators":{"maxLength":{"value":64}}},
            "doctor": {"ref":"Uuid"},
            "clinic": {"ref":"Uuid"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "WebhookAnswer": {
        "dataType": "refObject",
        "properties": {
            "received": {"dataType":"enum","enums":[true],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Day": {
        "dataType": "refAlias",
        "type": {"dataType":"string","validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ProviderName": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["desk"]},{"dataType":"enum","enums":["waived"]},{"dataType":"enum","enums":["stripe"]},{"dataType":"enum","enums":["paystack"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CurrencyCode": {
        "dataType": "refAlias",
        "type": {"dataType":"string","validators":{"pattern":{"value":"^[a-z]{3}$"}}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TakingAnswer": {
        "dataType": "refObject",
        "properties": {
            "date": {"ref":"Day","required":true},
            "clinic": {"ref":"Uuid","required":true},
            "provider": {"ref":"ProviderName","required":true},
            "method": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "currency": {"ref":"CurrencyCode","required":true},
            "payments": {"ref":"Count","required":true},
            "captured": {"ref":"Decimal","required":true},
            "refunded": {"ref":"Decimal","required":true},
            "fees": {"ref":"Decimal","required":true},
            "disputes": {"ref":"Decimal","required":true},
            "net": {"ref":"Decimal","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MinorUnits": {
        "dataType": "refAlias",
        "type": {"dataType":"integer","validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ReconciliationSum": {
        "dataType": "refObject",
        "properties": {
            "provider": {"ref":"ProviderName","required":true},
            "currency": {"ref":"CurrencyCode","required":true},
            "provider_sum": {"ref":"MinorUnits","required":true},
            "ledger_sum": {"ref":"MinorUnits","required":true},
            "difference": {"ref":"MinorUnits","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ReconciliationAnswer": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "window_from": {"ref":"Instant","required":true},
            "window_to": {"ref":"Instant","required":true},
            "started_at": {"ref":"Instant","required":true},
            "finished_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "sums": {"dataType":"array","array":{"dataType":"refObject","ref":"ReconciliationSum"},"required":true},
            "repaired": {"ref":"Count","required":true},
            "flagged": {"ref":"Count","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ReconciliationCounts": {
        "dataType": "refObject",
        "properties": {
        },
        "additionalProperties": {"ref":"Count"},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FindingCode": {
        "dataType": "refAlias",
        "type": {"dataType":"enum","enums":["charge_unknown","charge_unmatched","foreign_money","charge_missing","amount_differs","refund_unknown","refund_missing","refund_status_differs","ledger_unbalanced","ledger_differs","paid_but_not_live","live_but_unpaid","pending_without_run","pending_stuck","event_stuck","receipt_missing"],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FindingAction": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["redelivered"]},{"dataType":"enum","enums":["resumed"]},{"dataType":"enum","enums":["issued"]},{"dataType":"enum","enums":["flagged"]},{"dataType":"enum","enums":["accepted"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ReconciliationFinding": {
        "dataType": "refObject",
        "properties": {
            "code": {"ref":"FindingCode","required":true},
            "meaning": {"dataType":"string","required":true},
            "provider": {"dataType":"union","subSchemas":[{"ref":"ProviderName"},{"dataType":"enum","enums":[null]}],"required":true},
            "object_id": {"dataType":"string","required":true},
            "appointment_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "order_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "expected": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "found": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "action": {"ref":"FindingAction","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ReconciliationReport": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "window_from": {"ref":"Instant","required":true},
            "window_to": {"ref":"Instant","required":true},
            "started_at": {"ref":"Instant","required":true},
            "finished_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "sums": {"dataType":"array","array":{"dataType":"refObject","ref":"ReconciliationSum"},"required":true},
            "repaired": {"ref":"Count","required":true},
            "flagged": {"ref":"Count","required":true},
            "checked": {"ref":"ReconciliationCounts","required":true},
            "more": {"ref":"Count","required":true},
            "findings": {"dataType":"array","array":{"dataType":"refObject","ref":"ReconciliationFinding"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ReceiptKind": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["receipt"]},{"dataType":"enum","enums":["tax_invoice"]},{"dataType":"enum","enums":["invoice"]},{"dataType":"enum","enums":["credit_note"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ReceiptAnswer": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "kind": {"ref":"ReceiptKind","required":true},
            "number": {"dataType":"string","required":true},
            "amount": {"ref":"MinorUnits","required":true},
            "currency": {"ref":"Currency","required":true},
            "issued_at": {"ref":"Instant","required":true},
            "refund_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "pdf_url": {"ref":"Url","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CheckoutAnswer": {
        "dataType": "refObject",
        "properties": {
            "order_id": {"ref":"Uuid","required":true},
            "stripe_checkout_url": {"dataType":"union","subSchemas":[{"ref":"Url"},{"dataType":"enum","enums":[null]}],"required":true},
            "checkout_url": {"ref":"Url","required":true},
            "provider": {"ref":"ProviderName","required":true},
            "amount": {"ref":"MinorUnits","required":true},
            "currency": {"ref":"Currency","required":true},
            "expires_at": {"ref":"Instant","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "OrderBody": {
        "dataType": "refObject",
        "properties": {
            "appointmentId": {"ref":"Uuid"},
            "appointment_id": {"ref":"Uuid"},
            "provider": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["stripe"]},{"dataType":"enum","enums":["paystack"]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "OrderedAppointment": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "status": {"ref":"AppointmentStatus","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RefundAnswer": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "amount": {"ref":"MinorUnits","required":true},
            "currency": {"ref":"CurrencyCode","required":true},
            "status": {"ref":"RefundWireStatus","required":true},
            "reason": {"dataType":"string","required":true},
            "created_at": {"ref":"Instant","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "OrderAnswer": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "appointment_id": {"ref":"Uuid","required":true},
            "patient": {"ref":"Uuid","required":true},
            "provider": {"ref":"ProviderName","required":true},
            "status": {"ref":"OrderWireStatus","required":true},
            "amount": {"ref":"MinorUnits","required":true},
            "currency": {"ref":"Currency","required":true},
            "checkout_url": {"dataType":"union","subSchemas":[{"ref":"Url"},{"dataType":"enum","enums":[null]}],"required":true},
            "provider_session_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "provider_payment_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "stripe_session_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "stripe_payment_intent": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "created_at": {"ref":"Instant","required":true},
            "expires_at": {"ref":"Instant","required":true},
            "paid_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "completed_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "appointment": {"ref":"OrderedAppointment","required":true},
            "refunds": {"dataType":"array","array":{"dataType":"refObject","ref":"RefundAnswer"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FinancialEventName": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["order_created"]},{"dataType":"enum","enums":["payment_completed"]},{"dataType":"enum","enums":["provider_fee"]},{"dataType":"enum","enums":["refund_requested"]},{"dataType":"enum","enums":["refund_completed"]},{"dataType":"enum","enums":["refund_reversed"]},{"dataType":"enum","enums":["refund_fee"]},{"dataType":"enum","enums":["dispute_withdrawn"]},{"dataType":"enum","enums":["dispute_reinstated"]},{"dataType":"enum","enums":["dispute_fee"]},{"dataType":"enum","enums":["written_off"]},{"dataType":"enum","enums":["service_completed"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FinancialEventStatus": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["pending"]},{"dataType":"enum","enums":["paid"]},{"dataType":"enum","enums":["completed"]},{"dataType":"enum","enums":["charged"]},{"dataType":"enum","enums":["succeeded"]},{"dataType":"enum","enums":["failed"]},{"dataType":"enum","enums":["disputed"]},{"dataType":"enum","enums":["won"]},{"dataType":"enum","enums":["lost"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FinancialEvent": {
        "dataType": "refObject",
        "properties": {
            "timestamp": {"ref":"Instant","required":true},
            "event": {"ref":"FinancialEventName","required":true},
            "order_id": {"ref":"Uuid","required":true},
            "amount": {"ref":"Decimal"},
            "status": {"ref":"FinancialEventStatus"},
            "reference": {"dataType":"string"},
            "stripe_event": {"dataType":"string"},
            "payment_method": {"dataType":"string"},
            "provider": {"ref":"ProviderName"},
            "final_status": {"ref":"AppointmentStatus"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "FinancialAudit": {
        "dataType": "refObject",
        "properties": {
            "appointment_id": {"ref":"Uuid","required":true},
            "currency": {"ref":"Currency","required":true},
            "financial_events": {"dataType":"array","array":{"dataType":"refObject","ref":"FinancialEvent"},"required":true},
            "total_revenue": {"ref":"Decimal","required":true},
            "net_amount": {"ref":"Decimal","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "GatewayName": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["stripe"]},{"dataType":"enum","enums":["paystack"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PaymentsStatus": {
        "dataType": "refObject",
        "properties": {
            "payments_enabled": {"dataType":"boolean","required":true},
            "provider": {"dataType":"union","subSchemas":[{"ref":"GatewayName"},{"dataType":"enum","enums":[null]}],"required":true},
            "providers": {"dataType":"array","array":{"dataType":"refAlias","ref":"GatewayName"},"required":true},
            "currency": {"ref":"Currency","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DeskPaymentBody": {
        "dataType": "refObject",
        "properties": {
            "method": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["cash"]},{"dataType":"enum","enums":["terminal"]},{"dataType":"enum","enums":["transfer"]}],"required":true},
            "amount": {"dataType":"integer","required":true,"validators":{"minimum":{"value":1},"maximum":{"value":2000000000}}},
            "note": {"dataType":"string","validators":{"maxLength":{"value":200}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "LivenessView": {
        "dataType": "refObject",
        "properties": {
            "status": {"dataType":"enum","enums":["ok"],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DependencyView": {
        "dataType": "refObject",
        "properties": {
            "healthy": {"dataType":"boolean","required":true},
            "response_time_ms": {"ref":"Count","required":true},
        },
        "additionalProperties": {"dataType":"any"},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Record_string.DependencyView_": {
        "dataType": "refAlias",
        "type": {"dataType":"nestedObjectLiteral","nestedProperties":{},"additionalProperties":{"ref":"DependencyView"},"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HealthView": {
        "dataType": "refObject",
        "properties": {
            "overall_status": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["healthy"]},{"dataType":"enum","enums":["degraded"]},{"dataType":"enum","enums":["critical"]}],"required":true},
            "timestamp": {"ref":"Instant","required":true},
            "dependencies": {"ref":"Record_string.DependencyView_","required":true},
            "critical_issues": {"dataType":"array","array":{"dataType":"string"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "EmailAddress": {
        "dataType": "refAlias",
        "type": {"dataType":"string","validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RegisteredUser": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "email": {"ref":"EmailAddress","required":true},
            "role": {"ref":"Role","required":true},
            "first_name": {"dataType":"string","required":true},
            "last_name": {"dataType":"string","required":true},
            "phone_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "timezone": {"dataType":"string","required":true},
            "clinic_id": {"ref":"Uuid","required":true},
            "created_at": {"ref":"Instant","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RegisterBody": {
        "dataType": "refObject",
        "properties": {
            "email": {"dataType":"string","required":true,"validators":{"maxLength":{"value":254}}},
            "password": {"dataType":"string","required":true,"validators":{"maxLength":{"value":200}}},
            "first_name": {"dataType":"string","required":true,"validators":{"maxLength":{"value":100}}},
            "last_name": {"dataType":"string","required":true,"validators":{"maxLength":{"value":100}}},
            "role": {"ref":"Role"},
            "phone_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":32}}},
            "timezone": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":64}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SessionUser": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "role": {"ref":"Role","required":true},
            "email": {"ref":"EmailAddress","required":true},
            "first_name": {"dataType":"string","required":true},
            "last_name": {"dataType":"string","required":true},
            "clinic_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "TokenAnswer": {
        "dataType": "refObject",
        "properties": {
            "access": {"dataType":"string","required":true},
            "refresh": {"dataType":"string","required":true},
            "expires_in": {"ref":"Count","required":true},
            "user": {"ref":"SessionUser","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "LoginBody": {
        "dataType": "refObject",
        "properties": {
            "email": {"dataType":"string","required":true,"validators":{"maxLength":{"value":254}}},
            "password": {"dataType":"string","required":true,"validators":{"maxLength":{"value":200}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RefreshBody": {
        "dataType": "refObject",
        "properties": {
            "refresh": {"dataType":"string","required":true,"validators":{"maxLength":{"value":4096}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "LogoutBody": {
        "dataType": "refObject",
        "properties": {
            "refresh": {"dataType":"string","validators":{"maxLength":{"value":4096}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ProviderNumberView": {
        "dataType": "refObject",
        "properties": {
            "number": {"dataType":"string","required":true},
            "location": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DoctorProfileView": {
        "dataType": "refObject",
        "properties": {
            "medical_registration_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "prescriber_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "hpi_i": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "specialty": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "qualifications": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "digital_signature": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "provider_numbers": {"dataType":"array","array":{"dataType":"refObject","ref":"ProviderNumberView"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AddressView": {
        "dataType": "refObject",
        "properties": {
            "line1": {"dataType":"string","required":true},
            "line2": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "suburb": {"dataType":"string","required":true},
            "state": {"dataType":"string","required":true},
            "postcode": {"dataType":"string","required":true},
            "country": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "EmergencyContactView": {
        "dataType": "refObject",
        "properties": {
            "name": {"dataType":"string","required":true},
            "relationship": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "phone_number": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PatientProfileView": {
        "dataType": "refObject",
        "properties": {
            "medicare_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "irn": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "medicare_expiry": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "ihi": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "date_of_birth": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "address": {"dataType":"union","subSchemas":[{"dataType":"string"},{"ref":"AddressView"},{"dataType":"enum","enums":[null]}],"required":true},
            "latin_name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "latin_name_needed": {"dataType":"boolean","required":true},
            "emergency_contacts": {"dataType":"array","array":{"dataType":"refObject","ref":"EmergencyContactView"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ProfileView": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "email": {"ref":"EmailAddress","required":true},
            "role": {"ref":"Role","required":true},
            "first_name": {"dataType":"string","required":true},
            "last_name": {"dataType":"string","required":true},
            "phone_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "timezone": {"dataType":"string","required":true},
            "clinic_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "email_verified": {"dataType":"boolean","required":true},
            "created_at": {"ref":"Instant","required":true},
            "doctor_profile": {"ref":"DoctorProfileView"},
            "patient_profile": {"ref":"PatientProfileView"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "UpdatedProfileView": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "email": {"ref":"EmailAddress","required":true},
            "role": {"ref":"Role","required":true},
            "first_name": {"dataType":"string","required":true},
            "last_name": {"dataType":"string","required":true},
            "phone_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "timezone": {"dataType":"string","required":true},
            "clinic_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "email_verified": {"dataType":"boolean","required":true},
            "created_at": {"ref":"Instant","required":true},
            "doctor_profile": {"ref":"DoctorProfileView"},
            "patient_profile": {"ref":"PatientProfileView"},
            "warnings": {"dataType":"array","array":{"dataType":"refObject","ref":"ProblemField"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ProviderNumberDto": {
        "dataType": "refObject",
        "properties": {
            "number": {"dataType":"string","required":true,"validators":{"maxLength":{"value":20}}},
            "location": {"dataType":"string","required":true,"validators":{"maxLength":{"value":200}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DoctorProfileInput": {
        "dataType": "refObject",
        "properties": {
            "medical_registration_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":40}}},
            "prescriber_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":40}}},
            "hpi_i": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":40}}},
            "specialty": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":100}}},
            "qualifications": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":500}}},
            "digital_signature": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":50000}}},
            "provider_numbers": {"dataType":"union","subSchemas":[{"dataType":"array","array":{"dataType":"refObject","ref":"ProviderNumberDto"}},{"dataType":"enum","enums":[null]}],"validators":{"maxItems":{"value":20}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "AddressDto": {
        "dataType": "refObject",
        "properties": {
            "line1": {"dataType":"string","required":true,"validators":{"maxLength":{"value":200}}},
            "line2": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":200}}},
            "suburb": {"dataType":"string","required":true,"validators":{"maxLength":{"value":100}}},
            "state": {"dataType":"string","required":true,"validators":{"maxLength":{"value":40}}},
            "postcode": {"dataType":"string","required":true,"validators":{"maxLength":{"value":12}}},
            "country": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":60}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "EmergencyContactDto": {
        "dataType": "refObject",
        "properties": {
            "name": {"dataType":"string","required":true,"validators":{"maxLength":{"value":200}}},
            "relationship": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":60}}},
            "phone_number": {"dataType":"string","required":true,"validators":{"maxLength":{"value":32}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PatientProfileInput": {
        "dataType": "refObject",
        "properties": {
            "medicare_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":40}}},
            "irn": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":10}}},
            "medicare_expiry": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":10}}},
            "ihi": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":40}}},
            "date_of_birth": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":10}}},
            "address": {"dataType":"union","subSchemas":[{"dataType":"string"},{"ref":"AddressDto"},{"dataType":"enum","enums":[null]}]},
            "latin_name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":200}}},
            "emergency_contacts": {"dataType":"union","subSchemas":[{"dataType":"array","array":{"dataType":"refObject","ref":"EmergencyContactDto"}},{"dataType":"enum","enums":[null]}],"validators":{"maxItems":{"value":10}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ProfileBody": {
        "dataType": "refObject",
        "properties": {
            "first_name": {"dataType":"string","validators":{"minLength":{"value":1},"maxLength":{"value":100}}},
            "last_name": {"dataType":"string","validators":{"minLength":{"value":1},"maxLength":{"value":100}}},
            "phone_number": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":32}}},
            "timezone": {"dataType":"string","validators":{"maxLength":{"value":64}}},
            "doctor_profile": {"ref":"DoctorProfileInput"},
            "patient_profile": {"ref":"PatientProfileInput"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "SessionView": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "user_agent": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "address": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "created_at": {"ref":"Instant","required":true},
            "last_used_at": {"ref":"Instant","required":true},
            "expires_at": {"ref":"Instant","required":true},
            "current": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PasswordChangeBody": {
        "dataType": "refObject",
        "properties": {
            "current_password": {"dataType":"string","required":true,"validators":{"maxLength":{"value":200}}},
            "new_password": {"dataType":"string","required":true,"validators":{"maxLength":{"value":200}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PostalAddress": {
        "dataType": "refObject",
        "properties": {
            "line1": {"dataType":"string","required":true},
            "line2": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
            "suburb": {"dataType":"string","required":true},
            "state": {"dataType":"string","required":true},
            "postcode": {"dataType":"string","required":true},
            "country": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ClinicAnswer": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "name": {"dataType":"string","required":true},
            "slug": {"dataType":"string","required":true},
            "timezone": {"dataType":"string","required":true},
            "currency": {"ref":"Currency","required":true},
            "phone": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "addresses": {"dataType":"array","array":{"dataType":"refObject","ref":"PostalAddress"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ClinicBody": {
        "dataType": "refObject",
        "properties": {
            "name": {"dataType":"string","validators":{"minLength":{"value":1},"maxLength":{"value":120}}},
            "timezone": {"dataType":"string","validators":{"maxLength":{"value":64}}},
            "phone": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":32}}},
            "addresses": {"dataType":"array","array":{"dataType":"refObject","ref":"AddressDto"},"validators":{"maxItems":{"value":20}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RefundTierAnswer": {
        "dataType": "refObject",
        "properties": {
            "notice_seconds": {"ref":"Count","required":true},
            "percent": {"ref":"Count","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "Region": {
        "dataType": "refAlias",
        "type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["au"]},{"dataType":"enum","enums":["ph"]},{"dataType":"enum","enums":["ng"]},{"dataType":"enum","enums":["uk"]},{"dataType":"enum","enums":["eu"]},{"dataType":"enum","enums":["us"]},{"dataType":"enum","enums":["other"]}],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "BillingAnswer": {
        "dataType": "refObject",
        "properties": {
            "legal_name": {"dataType":"string","required":true},
            "latin_name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "address": {"dataType":"string","required":true},
            "tax_id": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "region": {"ref":"Region","required":true},
            "tax_registered": {"dataType":"boolean","required":true},
            "permit": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PaymentSettingsAnswer": {
        "dataType": "refObject",
        "properties": {
            "clinic": {"ref":"Uuid","required":true},
            "currency": {"ref":"Currency","required":true},
            "providers": {"dataType":"array","array":{"dataType":"refAlias","ref":"GatewayName"},"required":true},
            "available_providers": {"dataType":"array","array":{"dataType":"refAlias","ref":"GatewayName"},"required":true},
            "fee_new": {"ref":"Decimal","required":true},
            "fee_returning": {"ref":"Decimal","required":true},
            "refund_tiers": {"dataType":"array","array":{"dataType":"refObject","ref":"RefundTierAnswer"},"required":true},
            "no_show_refund_percent": {"ref":"Count","required":true},
            "refund_approval_above": {"ref":"Decimal","required":true},
            "billing": {"ref":"BillingAnswer","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RefundTierBody": {
        "dataType": "refObject",
        "properties": {
            "notice_seconds": {"dataType":"integer","required":true,"validators":{"minimum":{"value":0},"maximum":{"value":31536000}}},
            "percent": {"dataType":"integer","required":true,"validators":{"minimum":{"value":0},"maximum":{"value":100}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "BillingBody": {
        "dataType": "refObject",
        "properties": {
            "legal_name": {"dataType":"string","validators":{"minLength":{"value":1},"maxLength":{"value":120}}},
            "latin_name": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":120}}},
            "address": {"dataType":"string","validators":{"maxLength":{"value":500}}},
            "tax_id": {"dataType":"string","validators":{"maxLength":{"value":60}}},
            "region": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["au"]},{"dataType":"enum","enums":["ph"]},{"dataType":"enum","enums":["ng"]},{"dataType":"enum","enums":["uk"]},{"dataType":"enum","enums":["eu"]},{"dataType":"enum","enums":["us"]},{"dataType":"enum","enums":["other"]}]},
            "tax_registered": {"dataType":"boolean"},
            "permit": {"dataType":"string","validators":{"maxLength":{"value":300}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PaymentSettingsBody": {
        "dataType": "refObject",
        "properties": {
            "currency": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["aud"]},{"dataType":"enum","enums":["usd"]},{"dataType":"enum","enums":["gbp"]},{"dataType":"enum","enums":["eur"]},{"dataType":"enum","enums":["ngn"]},{"dataType":"enum","enums":["php"]}]},
            "providers": {"dataType":"array","array":{"dataType":"union","subSchemas":[{"dataType":"enum","enums":["stripe"]},{"dataType":"enum","enums":["paystack"]}]},"validators":{"maxItems":{"value":2}}},
            "fee_new": {"dataType":"string","validators":{"pattern":{"value":"^\\d{1,7}(\\.\\d{1,2})?$"}}},
            "fee_returning": {"dataType":"string","validators":{"pattern":{"value":"^\\d{1,7}(\\.\\d{1,2})?$"}}},
            "refund_tiers": {"dataType":"array","array":{"dataType":"refObject","ref":"RefundTierBody"},"validators":{"minItems":{"value":1},"maxItems":{"value":10}}},
            "no_show_refund_percent": {"dataType":"integer","validators":{"minimum":{"value":0},"maximum":{"value":100}}},
            "refund_approval_above": {"dataType":"string","validators":{"pattern":{"value":"^\\d{1,7}(\\.\\d{1,2})?$"}}},
            "billing": {"ref":"BillingBody"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PolicyName": {
        "dataType": "refAlias",
        "type": {"dataType":"enum","enums":["payment_window","payment_warning","processing_limit","refund_tiers","refund_no_show","refund_approval_above","slot_short","slot_long","reminders","chat_opens","check_in_opens","no_show_after","chat_archive","fee_new","fee_returning"],"validators":{}},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PoliciesAnswer": {
        "dataType": "refObject",
        "properties": {
            "clinic": {"ref":"Uuid","required":true},
            "payment_window": {"dataType":"string","required":true},
            "payment_warning": {"dataType":"string","required":true},
            "processing_limit": {"dataType":"string","required":true},
            "refund_tiers": {"dataType":"string","required":true},
            "refund_no_show": {"ref":"Count","required":true},
            "refund_approval_above": {"ref":"Decimal","required":true},
            "slot_short": {"dataType":"string","required":true},
            "slot_long": {"dataType":"string","required":true},
            "reminders": {"dataType":"string","required":true},
            "chat_opens": {"dataType":"string","required":true},
            "check_in_opens": {"dataType":"string","required":true},
            "no_show_after": {"dataType":"string","required":true},
            "chat_archive": {"dataType":"string","required":true},
            "fee_new": {"ref":"Decimal","required":true},
            "fee_returning": {"ref":"Decimal","required":true},
            "own": {"dataType":"array","array":{"dataType":"refAlias","ref":"PolicyName"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "PoliciesBody": {
        "dataType": "refObject",
        "properties": {
            "payment_window": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,12}(ms|s|m|h|d)$"}}},
            "payment_warning": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,12}(ms|s|m|h|d)$"}}},
            "processing_limit": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,12}(ms|s|m|h|d)$"}}},
            "refund_tiers": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,12}(ms|s|m|h|d):\\d{1,3}(,\\d{1,12}(ms|s|m|h|d):\\d{1,3}){0,9}$"}}},
            "refund_no_show": {"dataType":"union","subSchemas":[{"dataType":"integer"},{"dataType":"enum","enums":[null]}],"validators":{"minimum":{"value":0},"maximum":{"value":100}}},
            "refund_approval_above": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,7}(\\.\\d{1,2})?$"}}},
            "slot_short": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,12}(ms|s|m|h|d)$"}}},
            "slot_long": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,12}(ms|s|m|h|d)$"}}},
            "reminders": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^(\\d{1,12}(ms|s|m|h|d)(,\\d{1,12}(ms|s|m|h|d)){0,9})?$"}}},
            "chat_opens": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,12}(ms|s|m|h|d)$"}}},
            "check_in_opens": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,12}(ms|s|m|h|d)$"}}},
            "no_show_after": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,12}(ms|s|m|h|d)$"}}},
            "chat_archive": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,12}(ms|s|m|h|d)$"}}},
            "fee_new": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,7}(\\.\\d{1,2})?$"}}},
            "fee_returning": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"pattern":{"value":"^\\d{1,7}(\\.\\d{1,2})?$"}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "BookingAnswer": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "patient": {"ref":"Uuid","required":true},
            "availability": {"ref":"Uuid","required":true},
            "status": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["pending"]},{"dataType":"enum","enums":["booked"]}],"required":true},
            "payment_status": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["unpaid"]},{"dataType":"enum","enums":["waived"]}],"required":true},
            "payment_required": {"dataType":"boolean","required":true},
            "price": {"ref":"Decimal","required":true},
            "currency": {"ref":"Currency","required":true},
            "is_initial": {"dataType":"boolean","required":true},
            "booked_at": {"ref":"Instant","required":true},
            "expires_at": {"ref":"Instant","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "BookingBody": {
        "dataType": "refObject",
        "properties": {
            "availability_id": {"ref":"Uuid","required":true},
            "symptoms": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":4000}}},
            "consultation_type": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":50}}},
            "patient": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}]},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MovedAppointment": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "status": {"ref":"AppointmentStatus","required":true},
            "refund_status": {"dataType":"union","subSchemas":[{"ref":"RefundStatus"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CancellationRefund": {
        "dataType": "refObject",
        "properties": {
            "id": {"dataType":"string","required":true},
            "provider": {"ref":"ProviderName","required":true},
            "amount": {"ref":"MinorUnits","required":true},
            "currency": {"ref":"CurrencyCode","required":true},
            "status": {"ref":"RefundWireStatus","required":true},
            "reason": {"dataType":"string","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MoveAnswer": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "patient": {"ref":"Uuid","required":true},
            "availability": {"ref":"Uuid","required":true},
            "status": {"ref":"AppointmentStatus","required":true},
            "payment_status": {"ref":"PaymentStatus","required":true},
            "payment_required": {"dataType":"boolean","required":true},
            "price": {"ref":"Decimal","required":true},
            "currency": {"ref":"Currency","required":true},
            "is_initial": {"dataType":"boolean","required":true},
            "booked_at": {"ref":"Instant","required":true},
            "created_at": {"ref":"Instant","required":true},
            "expires_at": {"ref":"Instant","required":true},
            "doctor": {"ref":"DoctorView","required":true},
            "clinic": {"ref":"ClinicView","required":true},
            "start_time": {"ref":"Instant","required":true},
            "end_time": {"ref":"Instant","required":true},
            "slot_type": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["short"]},{"dataType":"enum","enums":["long"]}],"required":true},
            "timezone": {"dataType":"string","required":true},
            "consultation_type": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "symptoms": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"required":true},
            "chat_room_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "order_id": {"dataType":"union","subSchemas":[{"ref":"Uuid"},{"dataType":"enum","enums":[null]}],"required":true},
            "refund_status": {"dataType":"union","subSchemas":[{"ref":"RefundStatus"},{"dataType":"enum","enums":[null]}],"required":true},
            "reschedules": {"ref":"Count","required":true},
            "checked_in_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "started_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "completed_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "cancelled_at": {"dataType":"union","subSchemas":[{"ref":"Instant"},{"dataType":"enum","enums":[null]}],"required":true},
            "consultation_mode": {"dataType":"union","subSchemas":[{"ref":"ConsultationMode"},{"dataType":"enum","enums":[null]}],"required":true},
            "appointment": {"ref":"MovedAppointment","required":true},
            "refund": {"dataType":"union","subSchemas":[{"ref":"CancellationRefund"},{"dataType":"enum","enums":[null]}],"required":true},
            "stripe_refund": {"dataType":"union","subSchemas":[{"ref":"CancellationRefund"},{"dataType":"enum","enums":[null]}],"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "ConsultationBody": {
        "dataType": "refObject",
        "properties": {
            "mode": {"ref":"ConsultationMode","required":true},
            "notes": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":10000}}},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "MoveBody": {
        "dataType": "refObject",
        "properties": {
            "status": {"dataType":"union","subSchemas":[{"dataType":"enum","enums":["in_progress"]},{"dataType":"enum","enums":["completed"]},{"dataType":"enum","enums":["no_show"]},{"dataType":"enum","enums":["cancelled_by_doctor"]},{"dataType":"enum","enums":["cancelled_by_patient"]},{"dataType":"enum","enums":["cancelled_by_clinic"]}],"required":true},
            "reason": {"dataType":"union","subSchemas":[{"dataType":"string"},{"dataType":"enum","enums":[null]}],"validators":{"maxLength":{"value":500}}},
            "consultation": {"ref":"ConsultationBody"},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "RescheduleBody": {
        "dataType": "refObject",
        "properties": {
            "availability_id": {"ref":"Uuid","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "CheckInAnswer": {
        "dataType": "refObject",
        "properties": {
            "appointment": {"ref":"Uuid","required":true},
            "checked_in_at": {"ref":"Instant","required":true},
            "status": {"ref":"AppointmentStatus","required":true},
            "start_time": {"ref":"Instant","required":true},
            "end_time": {"ref":"Instant","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DeletedAppointment": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Uuid","required":true},
            "is_deleted": {"dataType":"boolean","required":true},
            "deleted_at": {"ref":"Instant","required":true},
            "deleted_by": {"ref":"Uuid","required":true},
            "original_data_preserved": {"dataType":"boolean","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "DeletedAnswer": {
        "dataType": "refObject",
        "properties": {
            "appointment": {"ref":"DeletedAppointment","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "HistoryContext": {
        "dataType": "refObject",
        "properties": {
            "pricing": {"ref":"Decimal"},
            "payment_window": {"dataType":"string"},
            "payment_window_seconds": {"ref":"Count"},
            "stripe_session": {"dataType":"string"},
            "payment_amount": {"ref":"Decimal"},
            "chat_room_created": {"dataType":"boolean"},
            "consultation_duration": {"dataType":"string"},
        },
        "additionalProperties": {"dataType":"any"},
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "StatusChange": {
        "dataType": "refObject",
        "properties": {
            "id": {"ref":"Count","required":true},
            "status": {"ref":"AppointmentStatus","required":true},
            "changed_at": {"ref":"Instant","required":true},
            "changed_by": {"ref":"ChangedBy","required":true},
            "reason": {"dataType":"string","required":true},
            "system_context": {"ref":"HistoryContext","required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
    "StatusHistory": {
        "dataType": "refObject",
        "properties": {
            "appointment_id": {"ref":"Uuid","required":true},
            "status_history": {"dataType":"array","array":{"dataType":"refObject","ref":"StatusChange"},"required":true},
        },
        "additionalProperties": false,
    },
    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
};
const templateService = new RouteInput(models, {"noImplicitAdditionalProperties":"throw-on-extras","bodyCoercion":false});

// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa




export function RegisterRoutes(app: Router) {

    // ###########################################################################################################
    //  NOTE: If you do not see routes for all of your controllers in this file, then you might not have informed tsoa of where to look
    //      Please look into the "controllerPathGlobs" config option described in the readme: https://github.com/lukeautry/tsoa
    // ###########################################################################################################


    
        const argsStaffController_listAttention: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                limit: {"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":200}}},
                cursor: {"in":"query","name":"cursor","dataType":"string"},
        };
        app.get('/api/v1/admin/attention',
            authenticateMiddleware([{"bearer":["staff:attention"]}]),
            ...(fetchMiddlewares<RequestHandler>(StaffController)),
            ...(fetchMiddlewares<RequestHandler>(StaffController.prototype.listAttention)),

            async function StaffController_listAttention(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsStaffController_listAttention)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsStaffController_listAttention, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<StaffController>(StaffController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listAttention',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsStaffController_resolveAttention: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"ResolveEntryBody"},
        };
        app.post('/api/v1/admin/attention/:id/resolve',
            authenticateMiddleware([{"bearer":["staff:actions"]}]),
            ...(fetchMiddlewares<RequestHandler>(StaffController)),
            ...(fetchMiddlewares<RequestHandler>(StaffController.prototype.resolveAttention)),

            async function StaffController_resolveAttention(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsStaffController_resolveAttention)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsStaffController_resolveAttention, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<StaffController>(StaffController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'resolveAttention',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsStaffController_runStaffAction: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"StaffActionBody"},
        };
        app.post('/api/v1/admin/appointments/:id/actions',
            authenticateMiddleware([{"bearer":["staff:actions"]}]),
            ...(fetchMiddlewares<RequestHandler>(StaffController)),
            ...(fetchMiddlewares<RequestHandler>(StaffController.prototype.runStaffAction)),

            async function StaffController_runStaffAction(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsStaffController_runStaffAction)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsStaffController_runStaffAction, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<StaffController>(StaffController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'runStaffAction',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsTimelineController_readTimeline: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/appointments/:id/timeline',
            authenticateMiddleware([{"bearer":["appointments:read"]},{"bearer":["staff:attention"]}]),
            ...(fetchMiddlewares<RequestHandler>(TimelineController)),
            ...(fetchMiddlewares<RequestHandler>(TimelineController.prototype.readTimeline)),

            async function TimelineController_readTimeline(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsTimelineController_readTimeline)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsTimelineController_readTimeline, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<TimelineController>(TimelineController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readTimeline',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsSlotsController_listFreeSlots: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                doctor: {"in":"query","name":"doctor","ref":"Uuid"},
                from: {"in":"query","name":"from","dataType":"string"},
                to: {"in":"query","name":"to","dataType":"string"},
                timezone: {"in":"query","name":"timezone","dataType":"string"},
                slot_type: {"in":"query","name":"slot_type","dataType":"union","subSchemas":[{"dataType":"enum","enums":["short"]},{"dataType":"enum","enums":["long"]}]},
                limit: {"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":200}}},
                cursor: {"in":"query","name":"cursor","dataType":"string"},
        };
        app.get('/api/v1/appointments/availabilities/list',
            authenticateMiddleware([{"bearer":["slots:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(SlotsController)),
            ...(fetchMiddlewares<RequestHandler>(SlotsController.prototype.listFreeSlots)),

            async function SlotsController_listFreeSlots(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsSlotsController_listFreeSlots)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsSlotsController_listFreeSlots, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SlotsController>(SlotsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listFreeSlots',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsSlotsController_listOwnSlots: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                doctor: {"in":"query","name":"doctor","ref":"Uuid"},
                clinic: {"in":"query","name":"clinic","ref":"Uuid"},
                from: {"in":"query","name":"from","dataType":"string"},
                to: {"in":"query","name":"to","dataType":"string"},
                timezone: {"in":"query","name":"timezone","dataType":"string"},
                booked: {"in":"query","name":"booked","dataType":"boolean"},
                limit: {"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":200}}},
                cursor: {"in":"query","name":"cursor","dataType":"string"},
        };
        app.get('/api/v1/appointments/availabilities',
            authenticateMiddleware([{"bearer":["slots:manage-own"]},{"bearer":["slots:manage-clinic"]},{"bearer":["appointments:book-for-patient"]}]),
            ...(fetchMiddlewares<RequestHandler>(SlotsController)),
            ...(fetchMiddlewares<RequestHandler>(SlotsController.prototype.listOwnSlots)),

            async function SlotsController_listOwnSlots(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsSlotsController_listOwnSlots)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsSlotsController_listOwnSlots, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SlotsController>(SlotsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listOwnSlots',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsSlotsController_createSlot: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"SlotBody"},
        };
        app.post('/api/v1/appointments/availabilities',
            authenticateMiddleware([{"bearer":["slots:manage-own"]},{"bearer":["slots:manage-clinic"]}]),
            ...(fetchMiddlewares<RequestHandler>(SlotsController)),
            ...(fetchMiddlewares<RequestHandler>(SlotsController.prototype.createSlot)),

            async function SlotsController_createSlot(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsSlotsController_createSlot)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsSlotsController_createSlot, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SlotsController>(SlotsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'createSlot',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsSlotsController_bulkCreateSlots: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"BulkSlotsBody"},
        };
        app.post('/api/v1/appointments/availabilities/bulk',
            authenticateMiddleware([{"bearer":["slots:manage-own"]},{"bearer":["slots:manage-clinic"]}]),
            ...(fetchMiddlewares<RequestHandler>(SlotsController)),
            ...(fetchMiddlewares<RequestHandler>(SlotsController.prototype.bulkCreateSlots)),

            async function SlotsController_bulkCreateSlots(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsSlotsController_bulkCreateSlots)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsSlotsController_bulkCreateSlots, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SlotsController>(SlotsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'bulkCreateSlots',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsSlotsController_deleteSlot: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.delete('/api/v1/appointments/availabilities/:id',
            authenticateMiddleware([{"bearer":["slots:manage-own"]},{"bearer":["slots:manage-clinic"]}]),
            ...(fetchMiddlewares<RequestHandler>(SlotsController)),
            ...(fetchMiddlewares<RequestHandler>(SlotsController.prototype.deleteSlot)),

            async function SlotsController_deleteSlot(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsSlotsController_deleteSlot)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsSlotsController_deleteSlot, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<SlotsController>(SlotsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'deleteSlot',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsWebhooksController_takeStripeWebhook: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
        };
        app.post('/webhook/stripe',
            ...(fetchMiddlewares<RequestHandler>(WebhooksController)),
            ...(fetchMiddlewares<RequestHandler>(WebhooksController.prototype.takeStripeWebhook)),

            async function WebhooksController_takeStripeWebhook(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsWebhooksController_takeStripeWebhook)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsWebhooksController_takeStripeWebhook, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<WebhooksController>(WebhooksController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'takeStripeWebhook',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsWebhooksController_takePaystackWebhook: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
        };
        app.post('/webhook/paystack',
            ...(fetchMiddlewares<RequestHandler>(WebhooksController)),
            ...(fetchMiddlewares<RequestHandler>(WebhooksController.prototype.takePaystackWebhook)),

            async function WebhooksController_takePaystackWebhook(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsWebhooksController_takePaystackWebhook)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsWebhooksController_takePaystackWebhook, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<WebhooksController>(WebhooksController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'takePaystackWebhook',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsTakingsController_readTakings: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                from: {"in":"query","name":"from","dataType":"string"},
                to: {"in":"query","name":"to","dataType":"string"},
                timezone: {"in":"query","name":"timezone","dataType":"string"},
                clinic: {"in":"query","name":"clinic","ref":"Uuid"},
                format: {"in":"query","name":"format","dataType":"union","subSchemas":[{"dataType":"enum","enums":["json"]},{"dataType":"enum","enums":["csv"]}]},
        };
        app.get('/api/v1/takings',
            authenticateMiddleware([{"bearer":["takings:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(TakingsController)),
            ...(fetchMiddlewares<RequestHandler>(TakingsController.prototype.readTakings)),

            async function TakingsController_readTakings(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsTakingsController_readTakings)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsTakingsController_readTakings, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<TakingsController>(TakingsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readTakings',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsReconciliationController_listReconciliations: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                limit: {"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":200}}},
                cursor: {"in":"query","name":"cursor","dataType":"string"},
        };
        app.get('/api/v1/admin/reconciliations',
            authenticateMiddleware([{"bearer":["takings:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(ReconciliationController)),
            ...(fetchMiddlewares<RequestHandler>(ReconciliationController.prototype.listReconciliations)),

            async function ReconciliationController_listReconciliations(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsReconciliationController_listReconciliations)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsReconciliationController_listReconciliations, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ReconciliationController>(ReconciliationController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listReconciliations',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsReconciliationController_readReconciliation: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/admin/reconciliations/:id',
            authenticateMiddleware([{"bearer":["takings:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(ReconciliationController)),
            ...(fetchMiddlewares<RequestHandler>(ReconciliationController.prototype.readReconciliation)),

            async function ReconciliationController_readReconciliation(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsReconciliationController_readReconciliation)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsReconciliationController_readReconciliation, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ReconciliationController>(ReconciliationController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readReconciliation',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsReceiptsController_listReceipts: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/orders/:id/receipts',
            authenticateMiddleware([{"bearer":["orders:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(ReceiptsController)),
            ...(fetchMiddlewares<RequestHandler>(ReceiptsController.prototype.listReceipts)),

            async function ReceiptsController_listReceipts(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsReceiptsController_listReceipts)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsReceiptsController_listReceipts, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ReceiptsController>(ReceiptsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listReceipts',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsReceiptsController_downloadReceipt: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                receiptId: {"in":"path","name":"receiptId","required":true,"dataType":"string"},
        };
        app.get('/api/v1/orders/:id/receipts/:receiptId/pdf',
            authenticateMiddleware([{"bearer":["orders:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(ReceiptsController)),
            ...(fetchMiddlewares<RequestHandler>(ReceiptsController.prototype.downloadReceipt)),

            async function ReceiptsController_downloadReceipt(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsReceiptsController_downloadReceipt)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsReceiptsController_downloadReceipt, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ReceiptsController>(ReceiptsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'downloadReceipt',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsOrdersController_createOrder: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"OrderBody"},
        };
        app.post('/api/v1/orders',
            authenticateMiddleware([{"bearer":["orders:pay"]}]),
            ...(fetchMiddlewares<RequestHandler>(OrdersController)),
            ...(fetchMiddlewares<RequestHandler>(OrdersController.prototype.createOrder)),

            async function OrdersController_createOrder(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsOrdersController_createOrder)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsOrdersController_createOrder, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<OrdersController>(OrdersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'createOrder',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsOrdersController_listOrders: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                limit: {"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":200}}},
                cursor: {"in":"query","name":"cursor","dataType":"string"},
        };
        app.get('/api/v1/orders',
            authenticateMiddleware([{"bearer":["orders:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(OrdersController)),
            ...(fetchMiddlewares<RequestHandler>(OrdersController.prototype.listOrders)),

            async function OrdersController_listOrders(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsOrdersController_listOrders)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsOrdersController_listOrders, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<OrdersController>(OrdersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listOrders',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsOrdersController_readOrder: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/orders/:id',
            authenticateMiddleware([{"bearer":["orders:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(OrdersController)),
            ...(fetchMiddlewares<RequestHandler>(OrdersController.prototype.readOrder)),

            async function OrdersController_readOrder(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsOrdersController_readOrder)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsOrdersController_readOrder, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<OrdersController>(OrdersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readOrder',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsOrdersController_refreshOrder: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.post('/api/v1/orders/:id/refresh',
            authenticateMiddleware([{"bearer":["orders:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(OrdersController)),
            ...(fetchMiddlewares<RequestHandler>(OrdersController.prototype.refreshOrder)),

            async function OrdersController_refreshOrder(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsOrdersController_refreshOrder)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsOrdersController_refreshOrder, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<OrdersController>(OrdersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'refreshOrder',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsOrdersController_auditOrder: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/orders/:id/audit',
            authenticateMiddleware([{"bearer":["orders:audit"]}]),
            ...(fetchMiddlewares<RequestHandler>(OrdersController)),
            ...(fetchMiddlewares<RequestHandler>(OrdersController.prototype.auditOrder)),

            async function OrdersController_auditOrder(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsOrdersController_auditOrder)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsOrdersController_auditOrder, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<OrdersController>(OrdersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'auditOrder',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsPaymentsController_readPaymentsStatus: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                clinic: {"in":"query","name":"clinic","ref":"Uuid"},
        };
        app.get('/api/payments/status',
            ...(fetchMiddlewares<RequestHandler>(PaymentsController)),
            ...(fetchMiddlewares<RequestHandler>(PaymentsController.prototype.readPaymentsStatus)),

            async function PaymentsController_readPaymentsStatus(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsPaymentsController_readPaymentsStatus)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsPaymentsController_readPaymentsStatus, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<PaymentsController>(PaymentsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readPaymentsStatus',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsDeskController_recordDeskPayment: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"DeskPaymentBody"},
        };
        app.post('/api/v1/appointments/:id/desk-payments',
            authenticateMiddleware([{"bearer":["orders:desk"]}]),
            ...(fetchMiddlewares<RequestHandler>(DeskController)),
            ...(fetchMiddlewares<RequestHandler>(DeskController.prototype.recordDeskPayment)),

            async function DeskController_recordDeskPayment(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsDeskController_recordDeskPayment)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsDeskController_recordDeskPayment, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<DeskController>(DeskController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'recordDeskPayment',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsHealthController_checkLiveness: Record<string, TsoaRoute.ParameterSchema> = {
        };
        app.get('/health/live',
            ...(fetchMiddlewares<RequestHandler>(HealthController)),
            ...(fetchMiddlewares<RequestHandler>(HealthController.prototype.checkLiveness)),

            async function HealthController_checkLiveness(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsHealthController_checkLiveness)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsHealthController_checkLiveness, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<HealthController>(HealthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'checkLiveness',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsHealthController_checkReadiness: Record<string, TsoaRoute.ParameterSchema> = {
        };
        app.get('/health/ready',
            ...(fetchMiddlewares<RequestHandler>(HealthController)),
            ...(fetchMiddlewares<RequestHandler>(HealthController.prototype.checkReadiness)),

            async function HealthController_checkReadiness(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsHealthController_checkReadiness)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsHealthController_checkReadiness, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<HealthController>(HealthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'checkReadiness',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsHealthController_checkEverything: Record<string, TsoaRoute.ParameterSchema> = {
        };
        app.get('/health/deep',
            ...(fetchMiddlewares<RequestHandler>(HealthController)),
            ...(fetchMiddlewares<RequestHandler>(HealthController.prototype.checkEverything)),

            async function HealthController_checkEverything(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsHealthController_checkEverything)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsHealthController_checkEverything, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<HealthController>(HealthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'checkEverything',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAdminHealthController_checkDependencies: Record<string, TsoaRoute.ParameterSchema> = {
        };
        app.get('/api/v1/admin/health',
            authenticateMiddleware([{"bearer":["health:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(AdminHealthController)),
            ...(fetchMiddlewares<RequestHandler>(AdminHealthController.prototype.checkDependencies)),

            async function AdminHealthController_checkDependencies(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsAdminHealthController_checkDependencies)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsAdminHealthController_checkDependencies, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AdminHealthController>(AdminHealthController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'checkDependencies',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsUsersController_registerUser: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"RegisterBody"},
        };
        app.post('/api/v1/users/register',
            ...(fetchMiddlewares<RequestHandler>(UsersController)),
            ...(fetchMiddlewares<RequestHandler>(UsersController.prototype.registerUser)),

            async function UsersController_registerUser(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsUsersController_registerUser)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsUsersController_registerUser, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<UsersController>(UsersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'registerUser',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsUsersController_logIn: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"LoginBody"},
        };
        app.post('/api/v1/users/login',
            ...(fetchMiddlewares<RequestHandler>(UsersController)),
            ...(fetchMiddlewares<RequestHandler>(UsersController.prototype.logIn)),

            async function UsersController_logIn(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsUsersController_logIn)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsUsersController_logIn, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<UsersController>(UsersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'logIn',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsUsersController_refreshTokens: Record<string, TsoaRoute.ParameterSchema> = {
                body: {"in":"body","name":"body","required":true,"ref":"RefreshBody"},
        };
        app.post('/api/v1/users/token/refresh',
            ...(fetchMiddlewares<RequestHandler>(UsersController)),
            ...(fetchMiddlewares<RequestHandler>(UsersController.prototype.refreshTokens)),

            async function UsersController_refreshTokens(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsUsersController_refreshTokens)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsUsersController_refreshTokens, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<UsersController>(UsersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'refreshTokens',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsUsersController_logOut: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                _body: {"in":"body","name":"_body","required":true,"ref":"LogoutBody"},
        };
        app.post('/api/v1/users/logout',
            authenticateMiddleware([{"bearer":["profile:own"]}]),
            ...(fetchMiddlewares<RequestHandler>(UsersController)),
            ...(fetchMiddlewares<RequestHandler>(UsersController.prototype.logOut)),

            async function UsersController_logOut(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsUsersController_logOut)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsUsersController_logOut, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<UsersController>(UsersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'logOut',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsUsersController_readProfile: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
        };
        app.get('/api/v1/users/profile',
            authenticateMiddleware([{"bearer":["profile:own"]}]),
            ...(fetchMiddlewares<RequestHandler>(UsersController)),
            ...(fetchMiddlewares<RequestHandler>(UsersController.prototype.readProfile)),

            async function UsersController_readProfile(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsUsersController_readProfile)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsUsersController_readProfile, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<UsersController>(UsersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readProfile',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsUsersController_updateProfile: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"ProfileBody"},
        };
        app.patch('/api/v1/users/profile',
            authenticateMiddleware([{"bearer":["profile:own"]}]),
            ...(fetchMiddlewares<RequestHandler>(UsersController)),
            ...(fetchMiddlewares<RequestHandler>(UsersController.prototype.updateProfile)),

            async function UsersController_updateProfile(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsUsersController_updateProfile)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsUsersController_updateProfile, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<UsersController>(UsersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'updateProfile',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsUsersController_listSessions: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                limit: {"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":200}}},
                cursor: {"in":"query","name":"cursor","dataType":"string"},
        };
        app.get('/api/v1/users/sessions',
            authenticateMiddleware([{"bearer":["profile:own"]}]),
            ...(fetchMiddlewares<RequestHandler>(UsersController)),
            ...(fetchMiddlewares<RequestHandler>(UsersController.prototype.listSessions)),

            async function UsersController_listSessions(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsUsersController_listSessions)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsUsersController_listSessions, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<UsersController>(UsersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listSessions',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsUsersController_revokeSession: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.delete('/api/v1/users/sessions/:id',
            authenticateMiddleware([{"bearer":["profile:own"]}]),
            ...(fetchMiddlewares<RequestHandler>(UsersController)),
            ...(fetchMiddlewares<RequestHandler>(UsersController.prototype.revokeSession)),

            async function UsersController_revokeSession(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsUsersController_revokeSession)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsUsersController_revokeSession, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<UsersController>(UsersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'revokeSession',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsUsersController_changePassword: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"PasswordChangeBody"},
        };
        app.post('/api/v1/users/password/change',
            authenticateMiddleware([{"bearer":["profile:own"]}]),
            ...(fetchMiddlewares<RequestHandler>(UsersController)),
            ...(fetchMiddlewares<RequestHandler>(UsersController.prototype.changePassword)),

            async function UsersController_changePassword(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsUsersController_changePassword)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsUsersController_changePassword, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<UsersController>(UsersController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'changePassword',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsClinicsController_readClinic: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/clinics/:id',
            authenticateMiddleware([{"bearer":["profile:own"]}]),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController)),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController.prototype.readClinic)),

            async function ClinicsController_readClinic(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsClinicsController_readClinic)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsClinicsController_readClinic, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ClinicsController>(ClinicsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readClinic',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsClinicsController_changeClinic: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"ClinicBody"},
        };
        app.patch('/api/v1/clinics/:id',
            authenticateMiddleware([{"bearer":["clinic:settings"]}]),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController)),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController.prototype.changeClinic)),

            async function ClinicsController_changeClinic(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsClinicsController_changeClinic)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsClinicsController_changeClinic, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ClinicsController>(ClinicsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'changeClinic',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsClinicsController_readPaymentSettings: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/clinics/:id/payment-settings',
            authenticateMiddleware([{"bearer":["clinic:settings"]}]),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController)),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController.prototype.readPaymentSettings)),

            async function ClinicsController_readPaymentSettings(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsClinicsController_readPaymentSettings)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsClinicsController_readPaymentSettings, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ClinicsController>(ClinicsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readPaymentSettings',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsClinicsController_changePaymentSettings: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"PaymentSettingsBody"},
        };
        app.patch('/api/v1/clinics/:id/payment-settings',
            authenticateMiddleware([{"bearer":["clinic:settings"]}]),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController)),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController.prototype.changePaymentSettings)),

            async function ClinicsController_changePaymentSettings(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsClinicsController_changePaymentSettings)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsClinicsController_changePaymentSettings, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ClinicsController>(ClinicsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'changePaymentSettings',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsClinicsController_readPolicies: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/clinics/:id/policies',
            authenticateMiddleware([{"bearer":["clinic:settings"]}]),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController)),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController.prototype.readPolicies)),

            async function ClinicsController_readPolicies(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsClinicsController_readPolicies)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsClinicsController_readPolicies, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ClinicsController>(ClinicsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readPolicies',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsClinicsController_changePolicies: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"PoliciesBody"},
        };
        app.patch('/api/v1/clinics/:id/policies',
            authenticateMiddleware([{"bearer":["clinic:settings"]}]),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController)),
            ...(fetchMiddlewares<RequestHandler>(ClinicsController.prototype.changePolicies)),

            async function ClinicsController_changePolicies(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsClinicsController_changePolicies)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsClinicsController_changePolicies, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<ClinicsController>(ClinicsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'changePolicies',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAppointmentsController_bookAppointment: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                body: {"in":"body","name":"body","required":true,"ref":"BookingBody"},
        };
        app.post('/api/v1/appointments',
            authenticateMiddleware([{"bearer":["appointments:book"]},{"bearer":["appointments:book-for-patient"]}]),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController)),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController.prototype.bookAppointment)),

            async function AppointmentsController_bookAppointment(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsAppointmentsController_bookAppointment)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsAppointmentsController_bookAppointment, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AppointmentsController>(AppointmentsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'bookAppointment',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 201,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAppointmentsController_listAppointments: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                status: {"in":"query","name":"status","dataType":"string"},
                from: {"in":"query","name":"from","dataType":"string"},
                to: {"in":"query","name":"to","dataType":"string"},
                timezone: {"in":"query","name":"timezone","dataType":"string"},
                limit: {"in":"query","name":"limit","dataType":"integer","validators":{"isInt":{"errorMsg":"limit"},"minimum":{"value":1},"maximum":{"value":200}}},
                cursor: {"in":"query","name":"cursor","dataType":"string"},
        };
        app.get('/api/v1/appointments',
            authenticateMiddleware([{"bearer":["appointments:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController)),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController.prototype.listAppointments)),

            async function AppointmentsController_listAppointments(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsAppointmentsController_listAppointments)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsAppointmentsController_listAppointments, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AppointmentsController>(AppointmentsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'listAppointments',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAppointmentsController_readAppointment: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/appointments/:id',
            authenticateMiddleware([{"bearer":["appointments:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController)),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController.prototype.readAppointment)),

            async function AppointmentsController_readAppointment(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsAppointmentsController_readAppointment)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsAppointmentsController_readAppointment, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AppointmentsController>(AppointmentsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readAppointment',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAppointmentsController_changeAppointmentStatus: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"MoveBody"},
        };
        app.patch('/api/v1/appointments/:id/update',
            authenticateMiddleware([{"bearer":["appointments:move"]}]),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController)),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController.prototype.changeAppointmentStatus)),

            async function AppointmentsController_changeAppointmentStatus(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsAppointmentsController_changeAppointmentStatus)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsAppointmentsController_changeAppointmentStatus, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AppointmentsController>(AppointmentsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'changeAppointmentStatus',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAppointmentsController_rescheduleAppointment: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                body: {"in":"body","name":"body","required":true,"ref":"RescheduleBody"},
        };
        app.post('/api/v1/appointments/:id/reschedule',
            authenticateMiddleware([{"bearer":["appointments:move"]}]),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController)),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController.prototype.rescheduleAppointment)),

            async function AppointmentsController_rescheduleAppointment(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsAppointmentsController_rescheduleAppointment)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsAppointmentsController_rescheduleAppointment, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AppointmentsController>(AppointmentsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'rescheduleAppointment',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAppointmentsController_checkIn: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.post('/api/v1/appointments/:id/check-in',
            authenticateMiddleware([{"bearer":["appointments:check-in"]}]),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController)),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController.prototype.checkIn)),

            async function AppointmentsController_checkIn(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsAppointmentsController_checkIn)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsAppointmentsController_checkIn, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AppointmentsController>(AppointmentsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'checkIn',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 200,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAppointmentsController_deleteAppointment: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
                represent: {"in":"res","name":"200","required":true,"ref":"DeletedAnswer"},
        };
        app.delete('/api/v1/appointments/:id',
            authenticateMiddleware([{"bearer":["appointments:move"]}]),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController)),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController.prototype.deleteAppointment)),

            async function AppointmentsController_deleteAppointment(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsAppointmentsController_deleteAppointment)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsAppointmentsController_deleteAppointment, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AppointmentsController>(AppointmentsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'deleteAppointment',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: 204,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAppointmentsController_readStatusHistory: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/appointments/:id/status-history',
            authenticateMiddleware([{"bearer":["appointments:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController)),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController.prototype.readStatusHistory)),

            async function AppointmentsController_readStatusHistory(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsAppointmentsController_readStatusHistory)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsAppointmentsController_readStatusHistory, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AppointmentsController>(AppointmentsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'readStatusHistory',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        const argsAppointmentsController_downloadCalendar: Record<string, TsoaRoute.ParameterSchema> = {
                request: {"in":"request","name":"request","required":true,"dataType":"object"},
                id: {"in":"path","name":"id","required":true,"dataType":"string"},
        };
        app.get('/api/v1/appointments/:id/calendar.ics',
            authenticateMiddleware([{"bearer":["appointments:read"]}]),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController)),
            ...(fetchMiddlewares<RequestHandler>(AppointmentsController.prototype.downloadCalendar)),

            async function AppointmentsController_downloadCalendar(request: ExRequest, response: ExResponse, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            let validatedArgs: any[] = [];
            try {
                for (const one of Object.values(argsAppointmentsController_downloadCalendar)) {
                    if (one.in === 'body') leaveOutNulls(request.body, one, models);
                }
                validatedArgs = templateService.getValidatedArgs({ args: argsAppointmentsController_downloadCalendar, request, response });

                const container: IocContainer = typeof iocContainer === 'function' ? (iocContainer as IocContainerFactory)(request) : iocContainer;

                const controller: any = await container.get<AppointmentsController>(AppointmentsController);
                if (typeof controller['setStatus'] === 'function') {
                controller.setStatus(undefined);
                }

              await templateService.apiHandler({
                methodName: 'downloadCalendar',
                controller,
                response,
                next,
                validatedArgs,
                successStatus: undefined,
              });
            } catch (err) {
                return next(err);
            }
        });
        // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa


    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

    function authenticateMiddleware(security: TsoaRoute.Security[] = []) {
        return async function runAuthenticationMiddleware(request: any, response: any, next: any) {

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            // keep track of failed auth attempts so we can hand back the most
            // recent one.  This behavior was previously existing so preserving it
            // here
            const failedAttempts: any[] = [];
            const pushAndRethrow = (error: any) => {
                failedAttempts.push(error);
                throw error;
            };

            const secMethodOrPromises: Promise<any>[] = [];
            for (const secMethod of security) {
                if (Object.keys(secMethod).length > 1) {
                    const secMethodAndPromises: Promise<any>[] = [];

                    for (const name in secMethod) {
                        secMethodAndPromises.push(
                            expressAuthenticationRecasted(request, name, secMethod[name], response)
                                .catch(pushAndRethrow)
                        );
                    }

                    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

                    secMethodOrPromises.push(Promise.all(secMethodAndPromises)
                        .then(users => { return users[0]; }));
                } else {
                    for (const name in secMethod) {
                        secMethodOrPromises.push(
                            expressAuthenticationRecasted(request, name, secMethod[name], response)
                                .catch(pushAndRethrow)
                        );
                    }
                }
            }

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa

            try {
                request['user'] = await Promise.any(secMethodOrPromises);

                // Response was sent in middleware, abort
                if (response.writableEnded) {
                    return;
                }

                next();
            }
            catch(err) {
                // Show most recent error as response
                const error = failedAttempts.pop();
                error.status = error.status || 401;

                // Response was sent in middleware, abort
                if (response.writableEnded) {
                    return;
                }
                next(error);
            }

            // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
        }
    }

    // WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
}

// WARNING: This file was auto-generated with tsoa. Please do not modify it. Re-run tsoa to re-generate this file: https://github.com/lukeautry/tsoa
