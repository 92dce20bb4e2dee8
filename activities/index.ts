import { projectCase } from '../db/projection.ts';
import type { Database } from '../db/client.ts';
import type { CaseActivities } from '../workflows/messages.ts';

/** What the activities need from outside. */
export interface ActivityDeps {
  readonly db: Database;
}

/** Every effect that a case has on the world. A factory, so that a test or a bench brings its own database. */
export const createActivities = ({ db }: ActivityDeps): CaseActivities => ({
  projectCase: (input) => projectCase(db, input),
});
