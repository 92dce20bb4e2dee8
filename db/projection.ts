import { cardOf } from '../domain/case/case-clocks.ts';
import type { CaseEvent } from '../domain/case/events.ts';
import { waitingOn } from '../domain/case/state.ts';
import type { Projected, ProjectionInput } from '../workflows/messages.ts';
import type { Database } from './client.ts';
import { eventHash, publicEvent } from './hash.ts';

interface EventRow {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly event: unknown;
  readonly hash: string;
  readonly previous_hash: string;
}

/** The events as rows, each linked to the one before. */
function chain(events: readonly CaseEvent[], previousHash: string): EventRow[] {
  let previous = previousHash;
  return events.map((event) => {
    const shown = publicEvent(event);
    const hash = eventHash(shown, previous);
    const row = {
      seq: event.seq,
      at: event.at,
      type: event.type,
      event: shown,
      hash,
      previous_hash: previous,
    };
    previous = hash;
    return row;
  });
}

/** How the acts among the events ended. */
function actionRows(events: readonly CaseEvent[]): unknown[] {
  return events.flatMap((event) => {
    if (event.action === undefined) return [];
    const { id, key, fingerprint } = event.action;
    const refused = event.type === 'refused' ? event.detail : null;
    return [
      {
        action_key: key,
        action_id: id,
        subject: key.slice(0, key.indexOf('/')),
        fingerprint,
        type: refused?.act ?? event.type,
        status: refused === null ? 'applied' : 'rejected',
        code: refused?.code ?? null,
        message: refused?.message ?? null,
        revision: event.seq,
      },
    ];
  });
}

interface Revocation {
  readonly notice_id: string;
  readonly seq: number;
}

function revocations(events: readonly CaseEvent[]): Revocation[] {
  return events.flatMap((event) =>
    event.type === 'noticeRevoked' ? [{ notice_id: event.detail.noticeId, seq: event.seq }] : [],
  );
}

function noticeRows(events: readonly CaseEvent[], revoked: readonly Revocation[]): unknown[] {
  return events.flatMap((event) => {
    if (event.type !== 'noticeIssued') return [];
    const { notice } = event.detail;
    return [
      {
        notice_id: notice.id,
        seq: event.seq,
        kind: notice.kind,
        number: notice.number,
        issued_at: notice.issuedAt,
        data: notice,
        revoked_seq:
          revoked.find(({ notice_id: id, seq }) => id === notice.id && seq > event.seq)?.seq ?? null,
      },
    ];
  });
}

/**
 * Writes a case's snapshot, events, actions, notices and outbox: one statement, so one round trip and one
 * transaction. What is older by (fence, attempt, revision) than the row changes nothing; what is newer also takes away
 * what an attempt that never was has left past the confirmed revision. Told twice, it changes nothing.
 *
 * A statement that waited for another write of the same case still sees the rows as they were before it waited, and
 * could not take away what that other one left: so it writes only when the case is as it sees it, and else looks again.
 */
export async function projectCase({ sql }: Database, input: ProjectionInput): Promise<Projected> {
  const { state, applicant } = input.snapshot;
  const events = chain(input.events, input.previousHash);
  const last = events[events.length - 1];
  const lastHash = last?.hash ?? input.previousHash;
  const revoked = revocations(input.events);
  const waiting = waitingOn(state);
  const { caseNo } = state;
  const { confirmed } = input;
  // The snapshot may be ahead of a batch of events that was cut: the row's revision is that of the events written.
  const revision = last?.seq ?? confirmed;
  const write = () => sql<{ raced: boolean }[]>`
    with seen as (
      select fence, attempt_at, revision from cases where case_no = ${caseNo}
    ),
    written as (
      insert into cases as c (
        case_no, revision, fence, attempt_at, state, applicant, stage, result, department, item_code, item_name,
        assignee, waiting_duty, waiting_department, applicant_staff_id, card, green, due_at, received_at, closed_at,
        last_hash
      ) values (
        ${caseNo}, ${revision}, ${input.fence}, ${input.attemptAt},
        ${JSON.stringify(state)}::jsonb, ${JSON.stringify(applicant)}::jsonb,
        ${state.stage}, ${state.result}, ${state.item.department}, ${state.item.code}, ${state.item.name},
        ${waiting?.staffId ?? null}, ${waiting?.duty ?? null}, ${waiting?.department ?? null},
        ${state.applicantAccount?.staffId ?? null}, ${cardOf(state)}, false, ${input.dueAt}::timestamptz,
        ${state.receivedAt}::timestamptz, ${state.closedAt}::timestamptz, ${lastHash}
      )
      on conflict (case_no) do update set
        revision = excluded.revision, fence = excluded.fence, attempt_at = excluded.attempt_at,
        state = excluded.state, applicant = excluded.applicant, stage = excluded.stage, result = excluded.result,
        assignee = excluded.assignee,
        waiting_duty = excluded.waiting_duty, waiting_department = excluded.waiting_department, card = excluded.card,
        due_at = excluded.due_at, received_at = excluded.received_at, closed_at = excluded.closed_at,
        last_hash = excluded.last_hash, updated_at = now()
      where (c.fence, c.attempt_at, c.revision) < (excluded.fence, excluded.attempt_at, excluded.revision)
        and (c.fence, c.attempt_at, c.revision) = (select seen.fence, seen.attempt_at, seen.revision from seen)
      returning case_no
    ),
    ev as (
      select * from jsonb_to_recordset(${JSON.stringify(events)}::jsonb)
        as e(seq int, at timestamptz, type text, event jsonb, hash text, previous_hash text)
    ),
    gone_events as (
      delete from case_events e using written w
      where e.case_no = w.case_no and e.seq > ${confirmed} and not exists (select 1 from ev where ev.seq = e.seq)
    ),
    new_events as (
      insert into case_events (case_no, seq, at, type, event, hash, previous_hash)
      select w.case_no, ev.seq, ev.at, ev.type, ev.event, ev.hash, ev.previous_hash from written w, ev
      on conflict (case_no, seq) do update set
        at = excluded.at, type = excluded.type, event = excluded.event, hash = excluded.hash,
        previous_hash = excluded.previous_hash
      where case_events.hash <> excluded.hash
    ),
    gone_outbox as (
      delete from outbox o using written w
      where o.case_no = w.case_no and o.seq > ${confirmed}
        and not exists (select 1 from ev where ev.seq = o.seq and ev.hash = o.hash)
    ),
    new_outbox as (
      insert into outbox (case_no, seq, type, at, hash, payload)
      select w.case_no, ev.seq, ev.type, ev.at, ev.hash, ev.event from written w, ev
      where not exists (select 1 from outbox o where o.case_no = w.case_no and o.seq = ev.seq and o.hash = ev.hash)
      order by ev.seq
    ),
    acts as (
      select * from jsonb_to_recordset(${JSON.stringify(actionRows(input.events))}::jsonb)
        as a(action_key text, action_id text, subject text, fingerprint text, type text, status text, code text,
             message text, revision int)
    ),
    gone_acts as (
      delete from case_actions a using written w
      where a.case_no = w.case_no and a.revision > ${confirmed}
        and not exists (select 1 from acts where acts.action_key = a.action_key)
    ),
    new_acts as (
      insert into case_actions (case_no, action_key, action_id, subject, fingerprint, type, status, code, message, revision)
      select w.case_no, acts.* from written w, acts
      on conflict (case_no, action_key) do update set
        fingerprint = excluded.fingerprint, type = excluded.type, status = excluded.status, code = excluded.code,
        message = excluded.message, revision = excluded.revision
    ),
    issued as (
      select * from jsonb_to_recordset(${JSON.stringify(noticeRows(input.events, revoked))}::jsonb)
        as n(notice_id text, seq int, kind text, number text, issued_at timestamptz, data jsonb, revoked_seq int)
    ),
    gone_notices as (
      delete from notices n using written w
      where n.case_no = w.case_no and n.seq > ${confirmed}
        and not exists (select 1 from issued where issued.notice_id = n.notice_id)
    ),
    new_notices as (
      insert into notices (case_no, notice_id, seq, kind, number, issued_at, data, revoked_seq)
      select w.case_no, issued.* from written w, issued
      on conflict (case_no, notice_id) do update set
        seq = excluded.seq, kind = excluded.kind, number = excluded.number, issued_at = excluded.issued_at,
        data = excluded.data, revoked_seq = excluded.revoked_seq
    ),
    revocations as (
      select * from jsonb_to_recordset(${JSON.stringify(revoked)}::jsonb) as r(notice_id text, seq int)
    ),
    revoked as (
      update notices n set revoked_seq = r.seq
      from written w, notices old left join revocations r on r.notice_id = old.notice_id
      where old.case_no = w.case_no and n.case_no = old.case_no and n.notice_id = old.notice_id
        and old.seq <= ${confirmed} and (old.revoked_seq is null or old.revoked_seq > ${confirmed})
        and old.revoked_seq is distinct from r.seq
    ),
    known_applicant as (
      insert into case_applicants (case_no, applicant)
      select w.case_no, ${JSON.stringify(input.applicant)}::jsonb from written w
      on conflict (case_no) do update set applicant = excluded.applicant
      where case_applicants.applicant <> excluded.applicant
    )
    select not exists (select 1 from written)
       and not exists (
         select 1 from seen
         where (fence, attempt_at, revision) >= (${input.fence}::bigint, ${input.attemptAt}::bigint, ${revision}::int)
       ) as raced
  `;
  let raced: boolean;
  do {
    raced = (await write())[0]?.raced ?? false;
  } while (raced);
  return { revision, hash: lastHash };
}
