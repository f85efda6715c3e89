
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "audit_rows": {
                  Row: {
                    "actor_id": string | null,"actor_kind": string,"at": string,"body": string,"event_id": number | null,"hash": string,"id": number,"kind": string,"provider_id": string,"request_id": string | null,"seq": number
                  }
                  ComputedFields: never
                  Insert: {
                    "actor_id"?: string | null,"actor_kind": string,"at": string,"body": string,"event_id"?: number | null,"hash": string,"id": number,"kind": string,"provider_id": string,"request_id"?: string | null,"seq": number
                  }
                  Update: {
                    "actor_id"?: string | null,"actor_kind"?: string,"at"?: string,"body"?: string,"event_id"?: number | null,"hash"?: string,"id"?: number,"kind"?: string,"provider_id"?: string,"request_id"?: string | null,"seq"?: number
                  }
                  Relationships: [
                    
                  ]
                },"audit_values": {
                  Row: {
                    "entry": number,"field": string,"provider_id": string,"salt": string,"subject": string | null,"value": string
                  }
                  ComputedFields: never
                  Insert: {
                    "entry": number,"field": string,"provider_id": string,"salt": string,"subject"?: string | null,"value": string
                  }
                  Update: {
                    "entry"?: number,"field"?: string,"provider_id"?: string,"salt"?: string,"subject"?: string | null,"value"?: string
                  }
                  Relationships: [
                    
                  ]
                },"batches": {
                  Row: {
                    "client_id": string,"created_at": string,"id": string,"label": string,"provider_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "client_id": string,"created_at"?: string,"id"?: string,"label": string,"provider_id": string
                  }
                  Update: {
                    "client_id"?: string,"created_at"?: string,"id"?: string,"label"?: string,"provider_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "batches_provider_id_client_id_fkey"
      columns: ["provider_id","client_id"]
isOneToOne: false
      referencedRelation: "clients"
      referencedColumns: ["provider_id","id"]
    }
                  ]
                },"check_staff_data": {
                  Row: {
                    "check_id": string,"claimed_value": string | null,"evidence_value": string | null,"provider_id": string,"waived_reason": string | null,"waiving_member_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "check_id": string,"claimed_value"?: string | null,"evidence_value"?: string | null,"provider_id": string,"waived_reason"?: string | null,"waiving_member_id"?: string | null
                  }
                  Update: {
                    "check_id"?: string,"claimed_value"?: string | null,"evidence_value"?: string | null,"provider_id"?: string,"waived_reason"?: string | null,"waiving_member_id"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "check_staff_data_check_id_provider_id_fkey"
      columns: ["check_id","provider_id"]
isOneToOne: true
      referencedRelation: "checks"
      referencedColumns: ["id","provider_id"]
    },{
      foreignKeyName: "check_staff_data_provider_id_waiving_member_id_fkey"
      columns: ["provider_id","waiving_member_id"]
isOneToOne: false
      referencedRelation: "members"
      referencedColumns: ["provider_id","id"]
    }
                  ]
                },"checks": {
                  Row: {
                    "cause": string | null,"claim_kind": string | null,"claimed_at": string | null,"claimed_by": string | null,"claimed_side": string | null,"claimed_value": string | null,"client_id": string,"code": string,"contradicted_at": string | null,"evidence_field": string | null,"evidence_kind": string | null,"evidence_parts": Json | null,"evidence_value": string | null,"id": string,"provider_id": string,"read_at": string | null,"request_id": string,"status": string,"updated_at": string,"waived_at": string | null,"waived_by": string | null,"waived_reason": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "cause"?: string | null,"claim_kind"?: string | null,"claimed_at"?: string | null,"claimed_by"?: string | null,"claimed_side"?: string | null,"claimed_value"?: string | null,"client_id": string,"code": string,"contradicted_at"?: string | null,"evidence_field"?: string | null,"evidence_kind"?: string | null,"evidence_parts"?: Json | null,"evidence_value"?: string | null,"id"?: string,"provider_id": string,"read_at"?: string | null,"request_id": string,"status"?: string,"updated_at"?: string,"waived_at"?: string | null,"waived_by"?: string | null,"waived_reason"?: string | null
                  }
                  Update: {
                    "cause"?: string | null,"claim_kind"?: string | null,"claimed_at"?: string | null,"claimed_by"?: string | null,"claimed_side"?: string | null,"claimed_value"?: string | null,"client_id"?: string,"code"?: string,"contradicted_at"?: string | null,"evidence_field"?: string | null,"evidence_kind"?: string | null,"evidence_parts"?: Json | null,"evidence_value"?: string | null,"id"?: string,"provider_id"?: string,"read_at"?: string | null,"request_id"?: string,"status"?: string,"updated_at"?: string,"waived_at"?: string | null,"waived_by"?: string | null,"waived_reason"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "checks_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"client_members": {
                  Row: {
                    "client_id": string,"created_at": string,"email": string,"ended_at": string | null,"id": string,"name": string,"provider_id": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "client_id": string,"created_at"?: string,"email": string,"ended_at"?: string | null,"id"?: string,"name": string,"provider_id": string,"user_id": string
                  }
                  Update: {
                    "client_id"?: string,"created_at"?: string,"email"?: string,"ended_at"?: string | null,"id"?: string,"name"?: string,"provider_id"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "client_members_provider_id_client_id_fkey"
      columns: ["provider_id","client_id"]
isOneToOne: false
      referencedRelation: "clients"
      referencedColumns: ["provider_id","id"]
    }
                  ]
                },"clients": {
                  Row: {
                    "country": string | null,"created_at": string,"id": string,"is_person": boolean,"name": string,"provider_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "country"?: string | null,"created_at"?: string,"id"?: string,"is_person"?: boolean,"name": string,"provider_id": string
                  }
                  Update: {
                    "country"?: string | null,"created_at"?: string,"id"?: string,"is_person"?: boolean,"name"?: string,"provider_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "clients_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"clock_targets": {
                  Row: {
                    "code": string,"id": string,"minutes": number,"provider_id": string,"set_by": string | null,"valid_from": string
                  }
                  ComputedFields: never
                  Insert: {
                    "code": string,"id"?: string,"minutes": number,"provider_id": string,"set_by"?: string | null,"valid_from"?: string
                  }
                  Update: {
                    "code"?: string,"id"?: string,"minutes"?: number,"provider_id"?: string,"set_by"?: string | null,"valid_from"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "clock_targets_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"comments": {
                  Row: {
                    "author_id": string,"author_name": string,"author_side": string,"body": string,"client_id": string,"created_at": string,"id": string,"provider_id": string,"request_id": string,"visibility": string
                  }
                  ComputedFields: never
                  Insert: {
                    "author_id": string,"author_name": string,"author_side": string,"body": string,"client_id": string,"created_at"?: string,"id"?: string,"provider_id": string,"request_id": string,"visibility": string
                  }
                  Update: {
                    "author_id"?: string,"author_name"?: string,"author_side"?: string,"body"?: string,"client_id"?: string,"created_at"?: string,"id"?: string,"provider_id"?: string,"request_id"?: string,"visibility"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "comments_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"cutover_steps": {
                  Row: {
                    "attempts": number,"authorisation": Json | null,"authorised_at": string | null,"authorised_by": string | null,"blocked_until": string | null,"called_at": string | null,"client_id": string,"finished_at": string | null,"id": string,"pin_set_at": string | null,"pin_shown_at": string | null,"position": number,"provider_id": string,"request_id": string,"result": Json | null,"started_at": string | null,"state": string,"step": string,"wait_from": string | null,"wait_until": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "attempts"?: number,"authorisation"?: Json | null,"authorised_at"?: string | null,"authorised_by"?: string | null,"blocked_until"?: string | null,"called_at"?: string | null,"client_id": string,"finished_at"?: string | null,"id"?: string,"pin_set_at"?: string | null,"pin_shown_at"?: string | null,"position": number,"provider_id": string,"request_id": string,"result"?: Json | null,"started_at"?: string | null,"state"?: string,"step": string,"wait_from"?: string | null,"wait_until"?: string | null
                  }
                  Update: {
                    "attempts"?: number,"authorisation"?: Json | null,"authorised_at"?: string | null,"authorised_by"?: string | null,"blocked_until"?: string | null,"called_at"?: string | null,"client_id"?: string,"finished_at"?: string | null,"id"?: string,"pin_set_at"?: string | null,"pin_shown_at"?: string | null,"position"?: number,"provider_id"?: string,"request_id"?: string,"result"?: Json | null,"started_at"?: string | null,"state"?: string,"step"?: string,"wait_from"?: string | null,"wait_until"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "cutover_steps_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"events": {
                  Row: {
                    "actor_id": string | null,"actor_kind": string,"client_id": string,"created_at": string,"data": NonNullable<Json>,"from_status": string | null,"id": number,"kind": string,"next_action": string | null,"on_hold": boolean,"provider_id": string,"request_id": string,"to_status": string | null,"visibility": string,"waiting_on": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "actor_id"?: string | null,"actor_kind": string,"client_id": string,"created_at"?: string,"data"?: NonNullable<Json>,"from_status"?: string | null,"id"?: never,"kind": string,"next_action"?: string | null,"on_hold"?: boolean,"provider_id": string,"request_id": string,"to_status"?: string | null,"visibility": string,"waiting_on"?: string | null
                  }
                  Update: {
                    "actor_id"?: string | null,"actor_kind"?: string,"client_id"?: string,"created_at"?: string,"data"?: NonNullable<Json>,"from_status"?: string | null,"id"?: never,"kind"?: string,"next_action"?: string | null,"on_hold"?: boolean,"provider_id"?: string,"request_id"?: string,"to_status"?: string | null,"visibility"?: string,"waiting_on"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "events_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"exception_payloads": {
                  Row: {
                    "exception_id": string,"fbtrace_id": string | null,"payload": NonNullable<Json>,"provider_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "exception_id": string,"fbtrace_id"?: string | null,"payload": NonNullable<Json>,"provider_id": string
                  }
                  Update: {
                    "exception_id"?: string,"fbtrace_id"?: string | null,"payload"?: NonNullable<Json>,"provider_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "exception_payloads_exception"
      columns: ["provider_id","exception_id"]
isOneToOne: false
      referencedRelation: "request_exceptions"
      referencedColumns: ["provider_id","id"]
    },{
      foreignKeyName: "exception_payloads_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"exports": {
                  Row: {
                    "created_at": string,"filter": NonNullable<Json>,"id": string,"mode": string,"provider_id": string,"row_count": number,"sha256": string | null,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"filter": NonNullable<Json>,"id"?: string,"mode": string,"provider_id": string,"row_count": number,"sha256"?: string | null,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"filter"?: NonNullable<Json>,"id"?: string,"mode"?: string,"provider_id"?: string,"row_count"?: number,"sha256"?: string | null,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "exports_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"invitations": {
                  Row: {
                    "accepted_at": string | null,"attempts": number,"client_id": string | null,"created_at": string,"email": string,"expires_at": string,"id": string,"invited_by": string,"mailed_at": string | null,"name": string,"provider_id": string,"role": string,"tried_at": string | null,"withdrawn_at": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "accepted_at"?: string | null,"attempts"?: number,"client_id"?: string | null,"created_at"?: string,"email": string,"expires_at"?: string,"id"?: string,"invited_by": string,"mailed_at"?: string | null,"name": string,"provider_id": string,"role": string,"tried_at"?: string | null,"withdrawn_at"?: string | null
                  }
                  Update: {
                    "accepted_at"?: string | null,"attempts"?: number,"client_id"?: string | null,"created_at"?: string,"email"?: string,"expires_at"?: string,"id"?: string,"invited_by"?: string,"mailed_at"?: string | null,"name"?: string,"provider_id"?: string,"role"?: string,"tried_at"?: string | null,"withdrawn_at"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "invitations_provider_id_client_id_fkey"
      columns: ["provider_id","client_id"]
isOneToOne: false
      referencedRelation: "clients"
      referencedColumns: ["provider_id","id"]
    },{
      foreignKeyName: "invitations_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"members": {
                  Row: {
                    "created_at": string,"email": string,"ended_at": string | null,"id": string,"name": string,"provider_id": string,"role": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"email": string,"ended_at"?: string | null,"id"?: string,"name": string,"provider_id": string,"role": string,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"email"?: string,"ended_at"?: string | null,"id"?: string,"name"?: string,"provider_id"?: string,"role"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "members_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"message_sightings": {
                  Row: {
                    "at": string,"client_id": string,"direction": string,"error_code": number | null,"error_title": string | null,"id": number,"message_hash": string,"provider_id": string,"request_id": string,"seen_at": string,"status": string
                  }
                  ComputedFields: never
                  Insert: {
                    "at": string,"client_id": string,"direction": string,"error_code"?: number | null,"error_title"?: string | null,"id"?: never,"message_hash": string,"provider_id": string,"request_id": string,"seen_at"?: string,"status": string
                  }
                  Update: {
                    "at"?: string,"client_id"?: string,"direction"?: string,"error_code"?: number | null,"error_title"?: string | null,"id"?: never,"message_hash"?: string,"provider_id"?: string,"request_id"?: string,"seen_at"?: string,"status"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "message_sightings_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"meta_connections": {
                  Row: {
                    "app_id": string,"business_id": string,"created_at": string,"id": string,"name": string,"number_limit": number | null,"programmatic_stated_at": string | null,"programmatic_stated_by": string | null,"provider_id": string,"request_id": string | null,"revoked_at": string | null,"signup_config_id": string | null,"token_data_access_expires_at": string | null,"token_expires_at": string | null,"token_read_at": string | null,"token_scopes": (string)[],"token_valid": boolean | null
                  }
                  ComputedFields: never
                  Insert: {
                    "app_id": string,"business_id": string,"created_at"?: string,"id"?: string,"name": string,"number_limit"?: number | null,"programmatic_stated_at"?: string | null,"programmatic_stated_by"?: string | null,"provider_id": string,"request_id"?: string | null,"revoked_at"?: string | null,"signup_config_id"?: string | null,"token_data_access_expires_at"?: string | null,"token_expires_at"?: string | null,"token_read_at"?: string | null,"token_scopes"?: (string)[],"token_valid"?: boolean | null
                  }
                  Update: {
                    "app_id"?: string,"business_id"?: string,"created_at"?: string,"id"?: string,"name"?: string,"number_limit"?: number | null,"programmatic_stated_at"?: string | null,"programmatic_stated_by"?: string | null,"provider_id"?: string,"request_id"?: string | null,"revoked_at"?: string | null,"signup_config_id"?: string | null,"token_data_access_expires_at"?: string | null,"token_expires_at"?: string | null,"token_read_at"?: string | null,"token_scopes"?: (string)[],"token_valid"?: boolean | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "meta_connections_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "meta_connections_provider_id_request_id_fkey"
      columns: ["provider_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","id"]
    }
                  ]
                },"migration_requests": {
                  Row: {
                    "acknowledged_at": string | null,"acknowledgements": (string)[],"asked_at": string | null,"assignee_id": string | null,"authorised_email": string | null,"authorised_name": string | null,"authorised_position": string | null,"batch_id": string | null,"checks_passed": number,"checks_read_at": string | null,"checks_total": number,"client_account_model": string | null,"client_hours": Json | null,"client_id": string,"client_time_zone": string | null,"clock_code": string | null,"clock_measures": string | null,"clock_since": string | null,"clock_spent": string,"closed_note": string | null,"closed_reason": string | null,"completed_at": string | null,"connection_id": string | null,"contact_email": string,"contact_name": string,"contact_phone": string | null,"counter_ends_at": string | null,"counter_note": string | null,"counter_starts_at": string | null,"created_at": string,"created_by": string | null,"destination_account_kind": string | null,"destination_phone_number_id": string | null,"destination_waba_id": string | null,"due_at": string | null,"fence": number,"follows_id": string | null,"hold_reason": string | null,"id": string,"locale": string,"monthly_volume": number | null,"next_action": string | null,"next_action_subject": string | null,"no_return_at": string | null,"old_provider_id": string | null,"old_provider_name": string,"phone_country": string,"phone_number": string,"platform_account": string | null,"predicted_breach_at": string | null,"provider_id": string,"readiness": number,"reason": string,"reason_note": string | null,"reference": string,"registered_at": string | null,"route": string | null,"route_answers": NonNullable<Json>,"route_chosen_at": string | null,"route_chosen_by": string | null,"route_chosen_for": Json | null,"second_approved_at": string | null,"second_approved_by": string | null,"second_approved_for": Json | null,"shared_at": string | null,"signup_connection_id": string | null,"source_business_id": string | null,"source_phone_number_id": string | null,"source_waba_id": string | null,"status": string,"submitted_at": string | null,"tracks": NonNullable<Json>,"two_step_alarmed_at": string | null,"two_step_off_since": string | null,"updated_at": string,"version": number,"waac_id": string | null,"waiting_on": string | null,"webhook_received_at": string | null,"window_confirmed_at": string | null,"window_confirmed_by": string | null,"window_confirmed_for": Json | null,"window_ends_at": string | null,"window_starts_at": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "acknowledged_at"?: string | null,"acknowledgements"?: (string)[],"asked_at"?: string | null,"assignee_id"?: string | null,"authorised_email"?: string | null,"authorised_name"?: string | null,"authorised_position"?: string | null,"batch_id"?: string | null,"checks_passed"?: number,"checks_read_at"?: string | null,"checks_total"?: number,"client_account_model"?: string | null,"client_hours"?: Json | null,"client_id": string,"client_time_zone"?: string | null,"clock_code"?: string | null,"clock_measures"?: string | null,"clock_since"?: string | null,"clock_spent"?: string,"closed_note"?: string | null,"closed_reason"?: string | null,"completed_at"?: string | null,"connection_id"?: string | null,"contact_email": string,"contact_name": string,"contact_phone"?: string | null,"counter_ends_at"?: string | null,"counter_note"?: string | null,"counter_starts_at"?: string | null,"created_at"?: string,"created_by"?: string | null,"destination_account_kind"?: string | null,"destination_phone_number_id"?: string | null,"destination_waba_id"?: string | null,"due_at"?: string | null,"fence"?: number,"follows_id"?: string | null,"hold_reason"?: string | null,"id"?: string,"locale"?: string,"monthly_volume"?: number | null,"next_action"?: string | null,"next_action_subject"?: string | null,"no_return_at"?: string | null,"old_provider_id"?: string | null,"old_provider_name": string,"phone_country": string,"phone_number": string,"platform_account"?: string | null,"predicted_breach_at"?: string | null,"provider_id": string,"readiness"?: number,"reason": string,"reason_note"?: string | null,"reference": string,"registered_at"?: string | null,"route"?: string | null,"route_answers"?: NonNullable<Json>,"route_chosen_at"?: string | null,"route_chosen_by"?: string | null,"route_chosen_for"?: Json | null,"second_approved_at"?: string | null,"second_approved_by"?: string | null,"second_approved_for"?: Json | null,"shared_at"?: string | null,"signup_connection_id"?: string | null,"source_business_id"?: string | null,"source_phone_number_id"?: string | null,"source_waba_id"?: string | null,"status"?: string,"submitted_at"?: string | null,"tracks"?: NonNullable<Json>,"two_step_alarmed_at"?: string | null,"two_step_off_since"?: string | null,"updated_at"?: string,"version"?: number,"waac_id"?: string | null,"waiting_on"?: string | null,"webhook_received_at"?: string | null,"window_confirmed_at"?: string | null,"window_confirmed_by"?: string | null,"window_confirmed_for"?: Json | null,"window_ends_at"?: string | null,"window_starts_at"?: string | null
                  }
                  Update: {
                    "acknowledged_at"?: string | null,"acknowledgements"?: (string)[],"asked_at"?: string | null,"assignee_id"?: string | null,"authorised_email"?: string | null,"authorised_name"?: string | null,"authorised_position"?: string | null,"batch_id"?: string | null,"checks_passed"?: number,"checks_read_at"?: string | null,"checks_total"?: number,"client_account_model"?: string | null,"client_hours"?: Json | null,"client_id"?: string,"client_time_zone"?: string | null,"clock_code"?: string | null,"clock_measures"?: string | null,"clock_since"?: string | null,"clock_spent"?: string,"closed_note"?: string | null,"closed_reason"?: string | null,"completed_at"?: string | null,"connection_id"?: string | null,"contact_email"?: string,"contact_name"?: string,"contact_phone"?: string | null,"counter_ends_at"?: string | null,"counter_note"?: string | null,"counter_starts_at"?: string | null,"created_at"?: string,"created_by"?: string | null,"destination_account_kind"?: string | null,"destination_phone_number_id"?: string | null,"destination_waba_id"?: string | null,"due_at"?: string | null,"fence"?: number,"follows_id"?: string | null,"hold_reason"?: string | null,"id"?: string,"locale"?: string,"monthly_volume"?: number | null,"next_action"?: string | null,"next_action_subject"?: string | null,"no_return_at"?: string | null,"old_provider_id"?: string | null,"old_provider_name"?: string,"phone_country"?: string,"phone_number"?: string,"platform_account"?: string | null,"predicted_breach_at"?: string | null,"provider_id"?: string,"readiness"?: number,"reason"?: string,"reason_note"?: string | null,"reference"?: string,"registered_at"?: string | null,"route"?: string | null,"route_answers"?: NonNullable<Json>,"route_chosen_at"?: string | null,"route_chosen_by"?: string | null,"route_chosen_for"?: Json | null,"second_approved_at"?: string | null,"second_approved_by"?: string | null,"second_approved_for"?: Json | null,"shared_at"?: string | null,"signup_connection_id"?: string | null,"source_business_id"?: string | null,"source_phone_number_id"?: string | null,"source_waba_id"?: string | null,"status"?: string,"submitted_at"?: string | null,"tracks"?: NonNullable<Json>,"two_step_alarmed_at"?: string | null,"two_step_off_since"?: string | null,"updated_at"?: string,"version"?: number,"waac_id"?: string | null,"waiting_on"?: string | null,"webhook_received_at"?: string | null,"window_confirmed_at"?: string | null,"window_confirmed_by"?: string | null,"window_confirmed_for"?: Json | null,"window_ends_at"?: string | null,"window_starts_at"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "migration_requests_follows_fkey"
      columns: ["provider_id","client_id","follows_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    },{
      foreignKeyName: "migration_requests_provider_id_assignee_id_fkey"
      columns: ["provider_id","assignee_id"]
isOneToOne: false
      referencedRelation: "members"
      referencedColumns: ["provider_id","id"]
    },{
      foreignKeyName: "migration_requests_provider_id_batch_id_fkey"
      columns: ["provider_id","batch_id"]
isOneToOne: false
      referencedRelation: "batches"
      referencedColumns: ["provider_id","id"]
    },{
      foreignKeyName: "migration_requests_provider_id_client_id_fkey"
      columns: ["provider_id","client_id"]
isOneToOne: false
      referencedRelation: "clients"
      referencedColumns: ["provider_id","id"]
    },{
      foreignKeyName: "migration_requests_provider_id_connection_id_fkey"
      columns: ["provider_id","connection_id"]
isOneToOne: false
      referencedRelation: "meta_connections"
      referencedColumns: ["provider_id","id"]
    },{
      foreignKeyName: "migration_requests_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "migration_requests_provider_id_old_provider_id_fkey"
      columns: ["provider_id","old_provider_id"]
isOneToOne: false
      referencedRelation: "old_providers"
      referencedColumns: ["provider_id","id"]
    },{
      foreignKeyName: "migration_requests_provider_id_signup_connection_id_fkey"
      columns: ["provider_id","signup_connection_id"]
isOneToOne: false
      referencedRelation: "meta_connections"
      referencedColumns: ["provider_id","id"]
    }
                  ]
                },"monitoring_checks": {
                  Row: {
                    "attempts": number,"cause": string | null,"client_id": string,"due_at": string,"given_up_at": string | null,"id": string,"moment": string,"points": Json | null,"provider_id": string,"request_id": string,"taken_at": string | null,"tried_at": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "attempts"?: number,"cause"?: string | null,"client_id": string,"due_at": string,"given_up_at"?: string | null,"id"?: string,"moment": string,"points"?: Json | null,"provider_id": string,"request_id": string,"taken_at"?: string | null,"tried_at"?: string | null
                  }
                  Update: {
                    "attempts"?: number,"cause"?: string | null,"client_id"?: string,"due_at"?: string,"given_up_at"?: string | null,"id"?: string,"moment"?: string,"points"?: Json | null,"provider_id"?: string,"request_id"?: string,"taken_at"?: string | null,"tried_at"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "monitoring_checks_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"old_providers": {
                  Row: {
                    "created_at": string,"id": string,"name": string,"provider_id": string,"support_email": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: string,"name": string,"provider_id": string,"support_email"?: string | null
                  }
                  Update: {
                    "created_at"?: string,"id"?: string,"name"?: string,"provider_id"?: string,"support_email"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "old_providers_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"open_periods": {
                  Row: {
                    "ends_at": string,"provider_id": string,"starts_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "ends_at": string,"provider_id": string,"starts_at": string
                  }
                  Update: {
                    "ends_at"?: string,"provider_id"?: string,"starts_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "open_periods_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"pin_settings": {
                  Row: {
                    "client_id": string,"closed_at": string | null,"confirmed": boolean | null,"id": string,"opened_at": string,"outcome": string | null,"provider_id": string,"request_id": string,"set_by": string,"shown_at": string | null,"side": string
                  }
                  ComputedFields: never
                  Insert: {
                    "client_id": string,"closed_at"?: string | null,"confirmed"?: boolean | null,"id"?: string,"opened_at"?: string,"outcome"?: string | null,"provider_id": string,"request_id": string,"set_by": string,"shown_at"?: string | null,"side": string
                  }
                  Update: {
                    "client_id"?: string,"closed_at"?: string | null,"confirmed"?: boolean | null,"id"?: string,"opened_at"?: string,"outcome"?: string | null,"provider_id"?: string,"request_id"?: string,"set_by"?: string,"shown_at"?: string | null,"side"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "pin_settings_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"probe_settings": {
                  Row: {
                    "interval_seconds": number,"phone_number": string,"phone_number_id": string,"provider_id": string,"template_language": string,"template_name": string,"updated_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "interval_seconds": number,"phone_number": string,"phone_number_id": string,"provider_id": string,"template_language": string,"template_name": string,"updated_at"?: string
                  }
                  Update: {
                    "interval_seconds"?: number,"phone_number"?: string,"phone_number_id"?: string,"provider_id"?: string,"template_language"?: string,"template_name"?: string,"updated_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "probe_settings_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: true
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"provider_calendars": {
                  Row: {
                    "built_at": string | null,"changed_at": string,"closed_days": (string)[],"holidays": NonNullable<Json>,"hours": NonNullable<Json>,"observe_holidays": boolean,"provider_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "built_at"?: string | null,"changed_at"?: string,"closed_days"?: (string)[],"holidays"?: NonNullable<Json>,"hours"?: NonNullable<Json>,"observe_holidays"?: boolean,"provider_id": string
                  }
                  Update: {
                    "built_at"?: string | null,"changed_at"?: string,"closed_days"?: (string)[],"holidays"?: NonNullable<Json>,"hours"?: NonNullable<Json>,"observe_holidays"?: boolean,"provider_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "provider_calendars_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: true
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"providers": {
                  Row: {
                    "accent_color": string,"country": string,"created_at": string,"default_locale": string,"id": string,"name": string,"office_email": string,"office_name": string,"office_phone": string | null,"platform_signup_url": string,"second_approval": boolean,"second_factor_admins": boolean,"second_factor_cutover": boolean,"slug": string,"suspended_at": string | null,"time_zone": string
                  }
                  ComputedFields: never
                  Insert: {
                    "accent_color"?: string,"country": string,"created_at"?: string,"default_locale"?: string,"id"?: string,"name": string,"office_email": string,"office_name": string,"office_phone"?: string | null,"platform_signup_url": string,"second_approval"?: boolean,"second_factor_admins"?: boolean,"second_factor_cutover"?: boolean,"slug": string,"suspended_at"?: string | null,"time_zone"?: string
                  }
                  Update: {
                    "accent_color"?: string,"country"?: string,"created_at"?: string,"default_locale"?: string,"id"?: string,"name"?: string,"office_email"?: string,"office_name"?: string,"office_phone"?: string | null,"platform_signup_url"?: string,"second_approval"?: boolean,"second_factor_admins"?: boolean,"second_factor_cutover"?: boolean,"slug"?: string,"suspended_at"?: string | null,"time_zone"?: string
                  }
                  Relationships: [
                    
                  ]
                },"rehearsals": {
                  Row: {
                    "client_id": string,"exception_code": string | null,"id": string,"provider_id": string,"request_id": string,"result": NonNullable<Json>,"stops_at": string | null,"taken_at": string,"taken_by": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "client_id": string,"exception_code"?: string | null,"id"?: string,"provider_id": string,"request_id": string,"result": NonNullable<Json>,"stops_at"?: string | null,"taken_at"?: string,"taken_by"?: string | null
                  }
                  Update: {
                    "client_id"?: string,"exception_code"?: string | null,"id"?: string,"provider_id"?: string,"request_id"?: string,"result"?: NonNullable<Json>,"stops_at"?: string | null,"taken_at"?: string,"taken_by"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "rehearsals_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"request_alarms": {
                  Row: {
                    "acknowledged_at": string | null,"acknowledged_by": string | null,"client_id": string,"code": string,"facts": NonNullable<Json>,"id": string,"last_at": string,"lifted_at": string | null,"note": string | null,"opened_at": string,"provider_id": string,"request_id": string,"subject": string,"times": number
                  }
                  ComputedFields: never
                  Insert: {
                    "acknowledged_at"?: string | null,"acknowledged_by"?: string | null,"client_id": string,"code": string,"facts": NonNullable<Json>,"id"?: string,"last_at": string,"lifted_at"?: string | null,"note"?: string | null,"opened_at": string,"provider_id": string,"request_id": string,"subject": string,"times"?: number
                  }
                  Update: {
                    "acknowledged_at"?: string | null,"acknowledged_by"?: string | null,"client_id"?: string,"code"?: string,"facts"?: NonNullable<Json>,"id"?: string,"last_at"?: string,"lifted_at"?: string | null,"note"?: string | null,"opened_at"?: string,"provider_id"?: string,"request_id"?: string,"subject"?: string,"times"?: number
                  }
                  Relationships: [
                    {
      foreignKeyName: "request_alarms_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"request_exceptions": {
                  Row: {
                    "client_id": string,"closed_by": string | null,"code": string,"id": string,"opened_at": string,"owner": string,"provider_id": string,"request_id": string,"resolved_at": string | null,"retried_at": string | null,"step": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "client_id": string,"closed_by"?: string | null,"code": string,"id"?: string,"opened_at"?: string,"owner": string,"provider_id": string,"request_id": string,"resolved_at"?: string | null,"retried_at"?: string | null,"step"?: string | null
                  }
                  Update: {
                    "client_id"?: string,"closed_by"?: string | null,"code"?: string,"id"?: string,"opened_at"?: string,"owner"?: string,"provider_id"?: string,"request_id"?: string,"resolved_at"?: string | null,"retried_at"?: string | null,"step"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "request_exceptions_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"request_list": {
                  Row: {
                    "assignee_id": string | null,"checks_passed": number,"checks_total": number,"client_id": string,"client_name": string,"due_at": string | null,"due_order": string,"hold_reason": string | null,"id": string,"next_action": string | null,"next_action_subject": string | null,"old_provider_name": string,"phone_country": string,"phone_number": string,"predicted_breach_at": string | null,"provider_id": string,"readiness": number,"reason": string,"reference": string,"status": string,"updated_at": string,"waiting_on": string | null,"words": string
                  }
                  ComputedFields: never
                  Insert: {
                    "assignee_id"?: string | null,"checks_passed": number,"checks_total": number,"client_id": string,"client_name": string,"due_at"?: string | null,"due_order": string,"hold_reason"?: string | null,"id": string,"next_action"?: string | null,"next_action_subject"?: string | null,"old_provider_name": string,"phone_country": string,"phone_number": string,"predicted_breach_at"?: string | null,"provider_id": string,"readiness": number,"reason": string,"reference": string,"status": string,"updated_at": string,"waiting_on"?: string | null,"words": string
                  }
                  Update: {
                    "assignee_id"?: string | null,"checks_passed"?: number,"checks_total"?: number,"client_id"?: string,"client_name"?: string,"due_at"?: string | null,"due_order"?: string,"hold_reason"?: string | null,"id"?: string,"next_action"?: string | null,"next_action_subject"?: string | null,"old_provider_name"?: string,"phone_country"?: string,"phone_number"?: string,"predicted_breach_at"?: string | null,"provider_id"?: string,"readiness"?: number,"reason"?: string,"reference"?: string,"status"?: string,"updated_at"?: string,"waiting_on"?: string | null,"words"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "request_list_id_provider_id_fkey"
      columns: ["id","provider_id"]
isOneToOne: true
      referencedRelation: "migration_requests"
      referencedColumns: ["id","provider_id"]
    },{
      foreignKeyName: "request_list_provider_id_assignee_id_fkey"
      columns: ["provider_id","assignee_id"]
isOneToOne: false
      referencedRelation: "members"
      referencedColumns: ["provider_id","id"]
    },{
      foreignKeyName: "request_list_provider_id_client_id_fkey"
      columns: ["provider_id","client_id"]
isOneToOne: false
      referencedRelation: "clients"
      referencedColumns: ["provider_id","id"]
    }
                  ]
                },"request_staff_data": {
                  Row: {
                    "assignee_id": string | null,"provider_id": string,"request_id": string,"route_answers": NonNullable<Json>,"second_approved_by": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "assignee_id"?: string | null,"provider_id": string,"request_id": string,"route_answers": NonNullable<Json>,"second_approved_by"?: string | null
                  }
                  Update: {
                    "assignee_id"?: string | null,"provider_id"?: string,"request_id"?: string,"route_answers"?: NonNullable<Json>,"second_approved_by"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "request_staff_data_provider_id_assignee_id_fkey"
      columns: ["provider_id","assignee_id"]
isOneToOne: false
      referencedRelation: "members"
      referencedColumns: ["provider_id","id"]
    },{
      foreignKeyName: "request_staff_data_request_id_provider_id_fkey"
      columns: ["request_id","provider_id"]
isOneToOne: true
      referencedRelation: "migration_requests"
      referencedColumns: ["id","provider_id"]
    }
                  ]
                },"snapshots": {
                  Row: {
                    "client_id": string,"data": NonNullable<Json>,"id": string,"moment": string,"provider_id": string,"request_id": string,"side": string,"taken_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "client_id": string,"data": NonNullable<Json>,"id"?: string,"moment": string,"provider_id": string,"request_id": string,"side": string,"taken_at"?: string
                  }
                  Update: {
                    "client_id"?: string,"data"?: NonNullable<Json>,"id"?: string,"moment"?: string,"provider_id"?: string,"request_id"?: string,"side"?: string,"taken_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "snapshots_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"tariffs": {
                  Row: {
                    "connection_fee_micros": number,"currency": string,"id": string,"max_working_days": number,"message_fee_micros": number,"min_working_days": number,"monthly_fee_micros": number,"provider_id": string,"support_locales": (string)[],"valid_from": string
                  }
                  ComputedFields: never
                  Insert: {
                    "connection_fee_micros": number,"currency": string,"id"?: string,"max_working_days": number,"message_fee_micros": number,"min_working_days": number,"monthly_fee_micros": number,"provider_id": string,"support_locales"?: (string)[],"valid_from"?: string
                  }
                  Update: {
                    "connection_fee_micros"?: number,"currency"?: string,"id"?: string,"max_working_days"?: number,"message_fee_micros"?: number,"min_working_days"?: number,"monthly_fee_micros"?: number,"provider_id"?: string,"support_locales"?: (string)[],"valid_from"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "tariffs_provider_id_fkey"
      columns: ["provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["id"]
    }
                  ]
                },"template_forecasts": {
                  Row: {
                    "client_id": string,"id": string,"provider_id": string,"request_id": string,"summary": NonNullable<Json>,"taken_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "client_id": string,"id"?: string,"provider_id": string,"request_id": string,"summary": NonNullable<Json>,"taken_at"?: string
                  }
                  Update: {
                    "client_id"?: string,"id"?: string,"provider_id"?: string,"request_id"?: string,"summary"?: NonNullable<Json>,"taken_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "template_forecasts_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"template_readings": {
                  Row: {
                    "attempts": number,"cause": string | null,"client_id": string,"due_at": string,"given_up_at": string | null,"id": string,"moment": string,"provider_id": string,"request_id": string,"summary": Json | null,"taken_at": string | null,"tried_at": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "attempts"?: number,"cause"?: string | null,"client_id": string,"due_at": string,"given_up_at"?: string | null,"id"?: string,"moment": string,"provider_id": string,"request_id": string,"summary"?: Json | null,"taken_at"?: string | null,"tried_at"?: string | null
                  }
                  Update: {
                    "attempts"?: number,"cause"?: string | null,"client_id"?: string,"due_at"?: string,"given_up_at"?: string | null,"id"?: string,"moment"?: string,"provider_id"?: string,"request_id"?: string,"summary"?: Json | null,"taken_at"?: string | null,"tried_at"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "template_readings_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"templates": {
                  Row: {
                    "category": string | null,"client_id": string,"collides": boolean,"destination_status": string | null,"destination_template_id": string | null,"forecast": string | null,"forecast_why": string | null,"id": string,"language": string,"monthly_sends": number | null,"name": string,"outcome": string,"provider_id": string,"request_id": string,"source_quality": string | null,"source_status": string | null,"source_template_id": string | null,"updated_at": string,"why": string
                  }
                  ComputedFields: never
                  Insert: {
                    "category"?: string | null,"client_id": string,"collides"?: boolean,"destination_status"?: string | null,"destination_template_id"?: string | null,"forecast"?: string | null,"forecast_why"?: string | null,"id"?: string,"language": string,"monthly_sends"?: number | null,"name": string,"outcome": string,"provider_id": string,"request_id": string,"source_quality"?: string | null,"source_status"?: string | null,"source_template_id"?: string | null,"updated_at"?: string,"why": string
                  }
                  Update: {
                    "category"?: string | null,"client_id"?: string,"collides"?: boolean,"destination_status"?: string | null,"destination_template_id"?: string | null,"forecast"?: string | null,"forecast_why"?: string | null,"id"?: string,"language"?: string,"monthly_sends"?: number | null,"name"?: string,"outcome"?: string,"provider_id"?: string,"request_id"?: string,"source_quality"?: string | null,"source_status"?: string | null,"source_template_id"?: string | null,"updated_at"?: string,"why"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "templates_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                },"test_messages": {
                  Row: {
                    "client_id": string,"closed_at": string | null,"direction": string,"error_number": number | null,"id": string,"last_four": string,"message_hash": string | null,"opened_at": string,"outcome": string | null,"provider_id": string,"purpose": string,"request_id": string,"sent_by": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "client_id": string,"closed_at"?: string | null,"direction": string,"error_number"?: number | null,"id"?: string,"last_four": string,"message_hash"?: string | null,"opened_at"?: string,"outcome"?: string | null,"provider_id": string,"purpose": string,"request_id": string,"sent_by"?: string | null
                  }
                  Update: {
                    "client_id"?: string,"closed_at"?: string | null,"direction"?: string,"error_number"?: number | null,"id"?: string,"last_four"?: string,"message_hash"?: string | null,"opened_at"?: string,"outcome"?: string | null,"provider_id"?: string,"purpose"?: string,"request_id"?: string,"sent_by"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "test_messages_provider_id_client_id_request_id_fkey"
      columns: ["provider_id","client_id","request_id"]
isOneToOne: false
      referencedRelation: "migration_requests"
      referencedColumns: ["provider_id","client_id","id"]
    }
                  ]
                }
          }
          Views: {
            [_ in never]: never
          }
          Functions: {
            "abort_cutover":
{ Args: { "p_note": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"accept_invitation":
{ Args: { "p_invitation": string }; Returns: Json
                           },
"accept_request":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"accept_window":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"acknowledge_alarm":
{ Args: { "p_alarm": string,"p_note": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"add_comment":
{ Args: { "p_body": string,"p_request": string,"p_visibility": string }; Returns: Json
                           },
"answer_route_questions":
{ Args: { "p_answers": Json,"p_request": string,"p_version": number }; Returns: Json
                           },
"approve_cutover":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"ask_client":
{ Args: { "p_body": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"ask_monitoring_check":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"assign_request":
{ Args: { "p_member": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"audit_head":
{ Args: { "p_provider": string }; Returns: Json
                           },
"authorise_connection":
{ Args: { "p_connection": string,"p_provider": string }; Returns: Json
                           },
"authorise_step":
{ Args: { "p_detail"?: Json,"p_request": string,"p_step": string,"p_version": number }; Returns: Json
                           },
"begin_pin":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"begin_test_message":
{ Args: { "p_request": string,"p_to": string,"p_version": number }; Returns: Json
                           },
"cancel_request":
{ Args: { "p_note"?: string,"p_request": string,"p_version": number }; Returns: Json
                           },
"choose_route":
{ Args: { "p_advice"?: Json,"p_connection": string,"p_destination_waba_id"?: string,"p_reason"?: string,"p_request": string,"p_route": string,"p_version": number }; Returns: Json
                           },
"complete_manual_step":
{ Args: { "p_last_four"?: string,"p_note": string,"p_phone_number_id"?: string,"p_request": string,"p_step": string,"p_version": number,"p_waba_id"?: string }; Returns: Json
                           },
"complete_request":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"confirm_check":
{ Args: { "p_code": string,"p_evidence": string,"p_kind": string,"p_outcome"?: string,"p_request": string,"p_version": number }; Returns: Json
                           },
"confirm_integration":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"confirm_window":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"count_requests":
{ Args: { "p_filter": Json,"p_most": number,"p_query"?: string }; Returns: number
                           },
"create_draft":
{ Args: { "p_application": Json,"p_provider_slug": string }; Returns: Json
                           },
"edit_facts":
{ Args: { "p_facts": Json,"p_request": string,"p_version": number }; Returns: Json
                           },
"end_client_member":
{ Args: { "p_member": string,"p_provider": string }; Returns: Json
                           },
"end_member":
{ Args: { "p_member": string,"p_provider": string }; Returns: Json
                           },
"end_probe":
{ Args: { "p_provider": string }; Returns: Json
                           },
"engine_announce_windows":
{ Args: { "p_limit": number }; Returns: number
                           },
"engine_attempts":
{ Args: { "p_request": string }; Returns: Json
                           },
"engine_audit_heads_due":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"engine_choose_probe_template":
{ Args: { "p_language": string,"p_name": string,"p_request": string }; Returns: undefined
                           },
"engine_close_intent":
{ Args: { "p_exception"?: Json,"p_fence": number,"p_intent": string,"p_outcome": string,"p_records"?: Json,"p_reset_to"?: string,"p_result"?: Json,"p_wait_seconds"?: number }; Returns: Json
                           },
"engine_close_interrupted_commands":
{ Args: { "p_limit": number }; Returns: number
                           },
"engine_close_reading":
{ Args: { "p_reading": string }; Returns: undefined
                           },
"engine_connection_token":
{ Args: { "p_connection": string }; Returns: Json
                           },
"engine_context":
{ Args: { "p_request": string }; Returns: Json
                           },
"engine_count_refused_webhooks":
{ Args: { "p_count": number }; Returns: undefined
                           },
"engine_due_client_mails":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"engine_due_invitations":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"engine_due_monitoring_checks":
{ Args: { "p_limit": number }; Returns: Json
                           },
"engine_due_probe_templates":
{ Args: { "p_limit": number }; Returns: Json
                           },
"engine_due_probes":
{ Args: { "p_limit": number }; Returns: Json
                           },
"engine_due_readings":
{ Args: { "p_limit": number }; Returns: {
              "provider_id": string,"request_id": string,"scope": string
            }[]
                           },
"engine_due_requests":
{ Args: { "p_limit": number }; Returns: {
              "provider_id": string,"request_id": string
            }[]
                           },
"engine_due_template_readings":
{ Args: { "p_limit": number }; Returns: Json
                           },
"engine_due_token_notices":
{ Args: { "p_days": Json }; Returns: Json
                           },
"engine_end_pin":
{ Args: { "p_attempt": string,"p_enabled": boolean,"p_outcome": string }; Returns: Json
                           },
"engine_end_test_message":
{ Args: { "p_attempt": string,"p_error": number,"p_message_hash": string,"p_outcome": string }; Returns: undefined
                           },
"engine_halt_all":
{ Args: { "p_reason": string }; Returns: boolean
                           },
"engine_keep_checks":
{ Args: { "p_limit": number }; Returns: number
                           },
"engine_keep_clocks":
{ Args: { "p_limit": number }; Returns: number
                           },
"engine_move_limits":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"engine_note_client_mail":
{ Args: { "p_id": string }; Returns: undefined
                           },
"engine_note_failure":
{ Args: { "p_error": string,"p_job": string,"p_row": string }; Returns: undefined
                           },
"engine_note_mailed_invitation":
{ Args: { "p_invitation": string }; Returns: undefined
                           },
"engine_note_published_head":
{ Args: { "p_provider": string,"p_seq": number }; Returns: undefined
                           },
"engine_note_token":
{ Args: { "p_connection": string,"p_facts": Json }; Returns: undefined
                           },
"engine_note_token_notice":
{ Args: { "p_connection": string,"p_days": number,"p_ends_at": string,"p_kind": string }; Returns: undefined
                           },
"engine_old_tokens":
{ Args: { "p_key": string,"p_limit": number }; Returns: Json
                           },
"engine_open_intent":
{ Args: { "p_by_itself"?: boolean,"p_lease_seconds": number,"p_request": string,"p_step": string,"p_worker": string }; Returns: Json
                           },
"engine_open_reading":
{ Args: { "p_lease_seconds": number,"p_manual": boolean,"p_request": string,"p_scope": string,"p_worker": string }; Returns: Json
                           },
"engine_pause_calls":
{ Args: { "p_id": string,"p_kind": string,"p_provider": string,"p_seconds": number }; Returns: undefined
                           },
"engine_prove_source":
{ Args: { "p_phone_number_id": string,"p_request": string,"p_waba_id": string }; Returns: undefined
                           },
"engine_readings_at_once":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"engine_receive_webhook":
{ Args: { "p_body": string,"p_digest": string }; Returns: undefined
                           },
"engine_record_checks":
{ Args: { "p_checks": Json,"p_reading"?: string,"p_request": string,"p_snapshots": Json }; Returns: Json
                           },
"engine_recorded_templates":
{ Args: { "p_request": string }; Returns: Json
                           },
"engine_report_conflicts":
{ Args: { "p_limit": number }; Returns: number
                           },
"engine_report_unsent_mails":
{ Args: { "p_limit": number }; Returns: number
                           },
"engine_reseal_token":
{ Args: { "p_connection": string,"p_former": Json,"p_token": Json }; Returns: boolean
                           },
"engine_save_connection":
{ Args: { "p_app_id": string,"p_business_id": string,"p_connection": string,"p_facts": Json,"p_name": string,"p_person": string,"p_provider": string,"p_token": Json }; Returns: undefined
                           },
"engine_seal_audit":
{ Args: { "p_limit": number }; Returns: number
                           },
"engine_stale_calendars":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"engine_store_monitoring_check":
{ Args: { "p_cause": string,"p_check": string,"p_findings": Json }; Returns: Json
                           },
"engine_store_open_periods":
{ Args: { "p_changed_at": string,"p_holidays": Json,"p_periods": Json,"p_provider": string }; Returns: undefined
                           },
"engine_store_rehearsal":
{ Args: { "p_exception_code": string,"p_request": string,"p_result": Json,"p_stops_at": string }; Returns: string
                           },
"engine_store_template_forecast":
{ Args: { "p_request": string,"p_summary": Json,"p_templates": Json }; Returns: Json
                           },
"engine_store_template_reading":
{ Args: { "p_cause": string,"p_changes": Json,"p_reading": string,"p_summary": Json }; Returns: Json
                           },
"engine_store_webhook":
{ Args: { "p_changes": Json,"p_digest": string,"p_kept": string,"p_problem": string }; Returns: number
                           },
"engine_sweep":
{ Args: { "p_limit": number }; Returns: number
                           },
"engine_take_webhooks":
{ Args: { "p_limit": number }; Returns: Json
                           },
"event_actors":
{ Args: { "p_request": string }; Returns: Json
                           },
"export_count":
{ Args: { "p_filter": Json,"p_provider": string }; Returns: number
                           },
"export_page":
{ Args: { "p_after": string,"p_export": string,"p_most": number }; Returns: unknown
                           },
"fail_cutover":
{ Args: { "p_note": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"halt_moves":
{ Args: { "p_provider": string,"p_reason": string }; Returns: Json
                           },
"hold_request":
{ Args: { "p_reason": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"invite_client_member":
{ Args: { "p_client": string,"p_email": string,"p_name": string,"p_provider": string }; Returns: Json
                           },
"invite_member":
{ Args: { "p_email": string,"p_name": string,"p_provider": string,"p_role": string }; Returns: Json
                           },
"move_halt":
{ Args: { "p_provider": string }; Returns: Json
                           },
"my_access":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"note_pin":
{ Args: { "p_noted": boolean,"p_pin": string,"p_request": string }; Returns: Json
                           },
"open_exception":
{ Args: { "p_code": string,"p_note": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"open_linked_request":
{ Args: { "p_alarm": string,"p_note": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"postpone_request":
{ Args: { "p_note"?: string,"p_request": string,"p_version": number }; Returns: Json
                           },
"propose_window":
{ Args: { "p_ends_at": string,"p_note"?: string,"p_request": string,"p_starts_at": string,"p_version": number }; Returns: Json
                           },
"provider_page":
{ Args: { "p_slug": string }; Returns: Json
                           },
"read_templates":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"read_test_templates":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"record_export":
{ Args: { "p_filter": Json,"p_mode": string,"p_provider": string,"p_row_count": number }; Returns: string
                           },
"record_export_hash":
{ Args: { "p_export": string,"p_provider": string,"p_sha256": string }; Returns: Json
                           },
"record_template_backup":
{ Args: { "p_request": string }; Returns: string
                           },
"rehearse_request":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"reject_request":
{ Args: { "p_note"?: string,"p_reason": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"report_counts":
{ Args: { "p_from": string,"p_provider": string,"p_to": string }; Returns: {
              "dimension": string,"key": string,"requests": number
            }[]
                           },
"report_signup":
{ Args: { "p_ending": string,"p_meta_code"?: string,"p_request": string,"p_screen"?: string }; Returns: Json
                           },
"request_counts":
{ Args: { "p_provider": string }; Returns: {
              "requests": number,"status": string
            }[]
                           },
"resolve_exception":
{ Args: { "p_code": string,"p_reason": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"resolve_outcome":
{ Args: { "p_happened": boolean,"p_request": string,"p_step": string,"p_version": number }; Returns: Json
                           },
"resume_moves":
{ Args: { "p_provider": string }; Returns: Json
                           },
"retry_step":
{ Args: { "p_reason"?: string,"p_request": string,"p_step": string,"p_version": number }; Returns: Json
                           },
"retry_templates":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"revoke_connection":
{ Args: { "p_connection": string,"p_provider": string }; Returns: Json
                           },
"route_closures":
{ Args: { "p_request": string }; Returns: Json
                           },
"run_checks":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"save_calendar":
{ Args: { "p_closed_days": (string)[],"p_country": string,"p_hours": Json,"p_observe_holidays": boolean,"p_provider": string,"p_time_zone": string }; Returns: Json
                           },
"save_draft":
{ Args: { "p_application": Json,"p_request": string,"p_version": number }; Returns: Json
                           },
"save_probe":
{ Args: { "p_interval_seconds": number,"p_phone_number": string,"p_phone_number_id": string,"p_provider": string,"p_template_language": string,"p_template_name": string }; Returns: Json
                           },
"schedule_request":
{ Args: { "p_ends_at": string,"p_request": string,"p_starts_at": string,"p_version": number }; Returns: Json
                           },
"search_request_ids":
{ Args: { "p_filter"?: Json,"p_most"?: number,"p_query": string }; Returns: string[]
                           },
"search_requests":
{ Args: { "p_filter"?: Json,"p_most"?: number,"p_query": string }; Returns: {
              "assignee_id": string | null,
"checks_passed": number,
"checks_total": number,
"client_id": string,
"client_name": string,
"due_at": string | null,
"due_order": string,
"hold_reason": string | null,
"id": string,
"next_action": string | null,
"next_action_subject": string | null,
"old_provider_name": string,
"phone_country": string,
"phone_number": string,
"predicted_breach_at": string | null,
"provider_id": string,
"readiness": number,
"reason": string,
"reference": string,
"status": string,
"updated_at": string,
"waiting_on": string | null,
"words": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "request_list"
        isOneToOne: false
        isSetofReturn: true
      } },
"set_client_hours":
{ Args: { "p_hours": Json,"p_request": string,"p_time_zone": string,"p_version": number }; Returns: Json
                           },
"set_clock_target":
{ Args: { "p_code": string,"p_minutes": number,"p_provider": string }; Returns: Json
                           },
"set_member_role":
{ Args: { "p_member": string,"p_provider": string,"p_role": string }; Returns: Json
                           },
"set_number_limit":
{ Args: { "p_connection": string,"p_limit": number,"p_provider": string }; Returns: Json
                           },
"set_second_approval":
{ Args: { "p_provider": string,"p_required": boolean }; Returns: Json
                           },
"set_second_factor":
{ Args: { "p_admins": boolean,"p_cutover": boolean,"p_provider": string }; Returns: Json
                           },
"set_template_sends":
{ Args: { "p_request": string,"p_sends": Json,"p_version": number }; Returns: Json
                           },
"set_track":
{ Args: { "p_request": string,"p_state": string,"p_track": string,"p_version": number }; Returns: Json
                           },
"start_cutover":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"start_questions":
{ Args: { "p_request": string }; Returns: Json
                           },
"state_programmatic":
{ Args: { "p_allowed": boolean,"p_connection": string,"p_provider": string }; Returns: Json
                           },
"submit_request":
{ Args: { "p_request": string,"p_version": number }; Returns: Json
                           },
"template_counts":
{ Args: { "p_request": string }; Returns: {
              "collides": boolean,"forecast": string,"forecast_why": string,"outcome": string,"sends": number,"templates": number,"why": string
            }[]
                           },
"waive_check":
{ Args: { "p_code": string,"p_reason": string,"p_request": string,"p_version": number }; Returns: Json
                           },
"withdraw_invitation":
{ Args: { "p_invitation": string,"p_provider": string }; Returns: Json
                           }
          }
          Enums: {
            [_ in never]: never
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            
          }
        }
} as const
