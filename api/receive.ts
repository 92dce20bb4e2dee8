import { findItem } from '../db/items.ts';
import { canonicalJson } from '../db/hash.ts';
import { findIntake, intakeStarted, storeIntake } from '../db/intake.ts';
import { checkReceipt, mayReceive } from '../domain/case/receive.ts';
import { freezeItem } from '../domain/item.ts';
import { DEFAULT_POLICY } from '../domain/policy.ts';
import type { Actor } from '../domain/people.ts';
import { rejectField } from '../domain/rejection.ts';
import { dateOf, instantOf, type Instant } from '../domain/time.ts';
import { caseStartedAt, startCase } from '../engine/cases.ts';
import { isEngineAway } from '../engine/connection.ts';
import { firstSnapshot } from '../engine/first-snapshot.ts';
import type { CaseInput, CaseSnapshot } from '../workflows/messages.ts';
import { loadCase } from './case-reader.ts';
import type { ApiContext } from './context.ts';
import { digest } from './digest.ts';
import { Problem, problemOf, unavailable } from './problem.ts';
import type { Application } from './schemas/receive.ts';

export interface Received {
  readonly caseNo: string;
  readonly snapshot: CaseSnapshot;
  readonly actor: Actor;
}

/**
 * Receives an application (收件). The row with its key is committed before the workflow starts (decision 12), so that
 * whatever happens in between the same key leads to the same case number.
 */
export async function receiveApplication(
  api: ApiContext,
  {
    staffId,
    key,
    application,
  }: { readonly staffId: string; readonly key: string; readonly application: Application },
): Promise<Received> {
  const storedAt = instantOf(Date.now());
  const today = dateOf(storedAt);
  const fingerprint = digest(canonicalJson(application));
  const [{ actor, use }, item, calendar] = await Promise.all([
    api.register.sender(staffId, key),
    findItem(api.db, application.itemCode, today),
    api.calendars.years(),
  ]);
  if (use !== null && (use.kind === 'action' || use.fingerprint !== fingerprint)) throw reusedKey();

  const forbidden = mayReceive(actor, application.channel);
  if (forbidden !== null) throw problemOf(forbidden);
  if (use !== null) {
    const intake = await findIntake(api.db, staffId, key);
    if (intake === null) throw unavailable('案件正在登记,请稍后再试');
    return { caseNo: intake.caseNo, snapshot: await resumed(api, intake), actor };
  }
  if (item === null)
    throw problemOf(rejectField('itemCode', `目录中没有事项 ${application.itemCode}`, 'item-unknown'));
  const refused = checkReceipt(item, application.applicant, application.materials, today);
  if (refused !== null) throw problemOf(refused);

  const inputOf = (caseNo: string): CaseInput => ({
    receipt: {
      caseNo,
      item: freezeItem(item),
      policy: DEFAULT_POLICY,
      channel: application.channel,
      materials: application.materials,
      projectCode: application.projectCode ?? null,
      receivedBy: actor,
    },
    applicant: application.applicant,
    calendar,
  });
  const stored = await storeIntake(api.db, {
    subject: staffId,
    key,
    fingerprint,
    department: item.department,
    division: DEFAULT_POLICY.divisionCode,
    day: today,
    itemCode: item.code,
    input: inputOf,
    storedAt,
  });
  if (stored.kind === 'mismatch') throw reusedKey();
  const snapshot =
    stored.kind === 'stored' ? await start(api, inputOf(stored.caseNo)) : await resumed(api, stored);
  return { caseNo: stored.caseNo, snapshot, actor };
}

/** A key that was stored before: the case it led to, started now where it was not. */
async function resumed(
  api: ApiContext,
  {
    caseNo,
    input,
    storedAt,
  }: { readonly caseNo: string; readonly input: CaseInput | null; readonly storedAt: Instant },
): Promise<CaseSnapshot> {
  if (input !== null) return start(api, { ...input, storedAt });
  const snapshot = await loadCase(api, caseNo);
  if (snapshot === null) throw unavailable('案件正在登记,请稍后再试');
  return snapshot;
}

const reusedKey = (): Problem => new Problem('idempotency-mismatch', '同一 Idempotency-Key 已用于另一内容');

/** Starts the case. No worker is needed for the answer, Temporal is. */
async function start(api: ApiContext, input: CaseInput): Promise<CaseSnapshot> {
  const { caseNo } = input.receipt;
  let startedAt: Instant;
  try {
    await startCase(api.engine, input);
    startedAt = await caseStartedAt(api.engine, caseNo);
  } catch (error) {
    if (!isEngineAway(error)) throw error;
    throw unavailable(`已登记为 ${caseNo},流程引擎暂时不可用;请以同一 Idempotency-Key 重试`);
  }
  const receivedAt = input.storedAt !== undefined && input.storedAt < startedAt ? input.storedAt : startedAt;
  const first = firstSnapshot(input, receivedAt);
  // The case runs, whatever becomes of this row: what cannot be written now is written later, by us or by the sweeper.
  await api.late.write(() => intakeStarted(api.db, caseNo, first));
  return first.snapshot;
}
