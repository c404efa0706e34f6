/** Organizations, people, sign-in, keys, and the log of who did what. */
export const access: readonly string[] = [
  `create function touch_updated_at() returns trigger language plpgsql as $$
   begin
     new.updated_at := clock_timestamp();
     return new;
   end $$`,

  `create table organizations (
     id uuid primary key default uuidv7(),
     name text not null check (length(name) between 1 and 200),
     on_unknown text not null default 'ask' check (on_unknown in ('ask', 'resend')),
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now()
   )`,
  `create trigger organizations_touch before update on organizations for each row execute function touch_updated_at()`,

  `create table users (
     id uuid primary key default uuidv7(),
     email text not null check (length(email) between 3 and 320),
     email_key text not null,
     name text not null check (length(name) between 1 and 200),
     password_hash text not null,
     disabled_at timestamptz,
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now()
   )`,
  `create unique index users_email_key on users (email_key)`,
  `create trigger users_touch before update on users for each row execute function touch_updated_at()`,

  // A person works in one organization. Dropping the unique index is all it takes to allow several.
  `create table memberships (
     organization_id uuid not null references organizations (id),
     user_id uuid not null references users (id),
     role text not null check (role in ('admin', 'member', 'support')),
     created_at timestamptz not null default now(),
     primary key (organization_id, user_id)
   )`,
  `create unique index memberships_user on memberships (user_id)`,

  `create table member_invitations (
     id uuid primary key default uuidv7(),
     organization_id uuid not null references organizations (id),
     email text not null,
     email_key text not null,
     role text not null check (role in ('admin', 'member', 'support')),
     token_hash bytea not null unique,
     invited_by uuid references users (id),
     expires_at timestamptz not null,
     accepted_at timestamptz,
     revoked_at timestamptz,
     created_at timestamptz not null default now()
   )`,
  `create unique index member_invitations_open on member_invitations (organization_id, email_key) where accepted_at is null and revoked_at is null`,

  // Rotation: a used token that comes again (after a short grace for a lost answer) revokes its whole family.
  `create table refresh_tokens (
     id uuid primary key default uuidv7(),
     user_id uuid not null references users (id),
     family_id uuid not null,
     token_hash bytea not null unique,
     used_at timestamptz,
     revoked_at timestamptz,
     expires_at timestamptz not null,
     family_expires_at timestamptz not null,
     created_at timestamptz not null default now()
   )`,
  `create index refresh_tokens_family on refresh_tokens (family_id)`,
  `create index refresh_tokens_user on refresh_tokens (user_id)`,

  // Failed sign-ins per account and per address, so that replicas share one count.
  `create table sign_in_throttle (
     key text primary key,
     failures integer not null,
     window_started_at timestamptz not null,
     locked_until timestamptz
   )`,

  `create table api_keys (
     id uuid primary key default uuidv7(),
     organization_id uuid not null references organizations (id),
     name text not null check (length(name) between 1 and 100),
     prefix text not null,
     key_hash bytea not null unique,
     scopes text[] not null,
     role_ceiling text not null check (role_ceiling in ('viewer', 'editor', 'owner')),
     created_by uuid not null references users (id),
     expires_at timestamptz,
     last_used_at timestamptz,
     revoked_at timestamptz,
     created_at timestamptz not null default now()
   )`,
  `create index api_keys_organization on api_keys (organization_id, id)`,

  `create table audit_log (
     id uuid primary key default uuidv7(),
     organization_id uuid not null references organizations (id),
     actor_kind text not null check (actor_kind in ('user', 'api_key', 'guest', 'system')),
     actor_id uuid,
     ip text,
     request_id text,
     action text not null,
     subject_type text not null,
     subject_id uuid,
     detail jsonb not null default '{}',
     created_at timestamptz not null default clock_timestamp()
   )`,
  `create index audit_log_organization on audit_log (organization_id, id desc)`,
  `create function refuse_change() returns trigger language plpgsql as $$
   begin
     raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
   end $$`,
  `create trigger audit_log_append_only before update or delete on audit_log for each row execute function refuse_change()`,
  `create trigger audit_log_no_truncate before truncate on audit_log for each statement execute function refuse_change()`,

  // An answer kept under the caller's key, written in the transaction of its effect.
  `create table idempotency_keys (
     actor_id uuid not null,
     operation text not null,
     key text not null,
     request_hash bytea not null,
     status_code smallint not null,
     response jsonb not null,
     created_at timestamptz not null default now(),
     primary key (actor_id, operation, key)
   )`,
  `create index idempotency_keys_age on idempotency_keys (created_at)`,
];
