import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { HistoryEvent } from '../../db/history.ts';
import { eventHash } from '../../db/hash.ts';
import { startFaultApp, type FaultApp } from '../support/fault-app.ts';
import { foodApplication, STEPS } from '../support/stories.ts';
import { eventually } from '../support/wait.ts';

let app: FaultApp;
beforeAll(async () => {
  app = await startFaultApp();
});
afterAll(() => app.stop());

const historyOf = async (caseNo: string): Promise<HistoryEvent[]> =>
  (await app.as('coordinator-1').get<{ events: HistoryEvent[] }>(`/api/cases/${caseNo}/history`)).body.events;

describe('the worker away', () => {
  it('acts are stored, answered 202, and applied in order when it is back', async () => {
    const { body: received, status } = await app.as('clerk-1').receive(foodApplication());
    expect(status).toBe(201);
    const { caseNo } = received;
    const ids: string[] = [];
    for (const { by, act } of STEPS) {
      const id = randomUUID();
      const answer = await app.as(by).act(caseNo, act, {
        'idempotency-key': id,
        ...(act.type === 'accept' ? {} : { prefer: 'respond-async' }),
      });
      expect(answer.status).toBe(202);
      expect(answer.body.action).toEqual({ id, type: act.type, status: 'queued' });
      const location = answer.headers.get('location') ?? '';
      expect((await app.as(by).get(location)).body).toMatchObject({ status: 'queued' });
      ids.push(id);
    }
    const worker = await app.startWorker();
    await eventually(
      async () => (await app.as('clerk-1').get<{ stage: string }>(`/api/cases/${caseNo}`)).body.stage,
      (stage) => stage === 'closed',
    );
    const events = await historyOf(caseNo);
    const acts = events.filter(({ actionId }) => actionId !== null);
    expect(acts.map(({ actionId }) => actionId)).toEqual(ids);
    expect(acts.map(({ type }) => type)).toEqual(STEPS.map(({ act }) => act.type));
    for (const [index, { by }] of STEPS.entries())
      expect((await app.as(by).get(`/api/cases/${caseNo}/actions/${ids[index] ?? ''}`)).body).toMatchObject({
        status: 'applied',
      });
    await worker.stop();
  });
});

describe('the worker killed in the middle of acts, twenty times', () => {
  const KILLS = 20;
  const LANES = 4;

  it('loses no acknowledged act and applies none twice', async () => {
    let killing = true;
    const finished: { caseNo: string; acknowledged: string[] }[] = [];
    const patiently = async (attempt: () => Promise<number>): Promise<void> => {
      await eventually(attempt, (status) => status === 200 || status === 201 || status === 202, 120_000);
    };
    const lane = async (): Promise<void> => {
      while (killing) {
        const key = randomUUID();
        let caseNo = '';
        await patiently(async () => {
          const answer = await app.as('clerk-1').receive(foodApplication(), key);
          caseNo = answer.body.caseNo;
          return answer.status;
        });
        const acknowledged: string[] = [];
        for (const { by, act } of STEPS) {
          const id = randomUUID();
          await patiently(async () => {
            const { status } = await app.as(by).act(caseNo, act, { 'idempotency-key': id });
            return status;
          });
          acknowledged.push(id);
        }
        finished.push({ caseNo, acknowledged });
      }
    };
    let worker = await app.startWorker();
    const lanes = Promise.all(Array.from({ length: LANES }, lane));
    for (let kill = 0; kill < KILLS; kill += 1) {
      // A different moment of the acts each time.
      await delay(150 + 37 * kill);
      await worker.kill();
      worker = await app.startWorker();
    }
    killing = false;
    await lanes;
    expect(finished.length).toBeGreaterThan(0);
    for (const { caseNo, acknowledged } of finished) {
      const events = await eventually(
        () => historyOf(caseNo),
        (all) => all.some(({ type }) => type === 'deliver'),
      );
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      expect(events.filter(({ actionId }) => actionId !== null).map(({ actionId }) => actionId)).toEqual(
        acknowledged,
      );
      let previous = '';
      for (const { hash, previousHash, ...event } of events) {
        expect(previousHash).toBe(previous);
        expect(eventHash(event, previous)).toBe(hash);
        previous = hash;
      }
    }
    await worker.stop();
  }, 300_000);
});
