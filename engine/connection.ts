import { Client, Connection, isGrpcServiceError } from '@temporalio/client';
import { encodeSearchAttributeIndexedValueType } from '@temporalio/common/lib/search-attributes.js';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { SEARCH_ATTRIBUTES } from '../workflows/ids.ts';

/** The Temporal side of the API and of the jobs: one connection, one client. */
export interface Engine {
  readonly client: Client;
  readonly connection: Connection;
  readonly namespace: string;
  close(): Promise<void>;
}

/** The namespace that the environment names; `default` without one. */
export const engineNamespace = (): string => loadClientConnectConfig().namespace ?? 'default';

/**
 * Connects lazily: an engine that is away does not keep the API from starting, its calls fail as away instead and
 * succeed once it is back. Address, namespace, TLS and API key come from Temporal's own environment variables.
 */
export function connectEngine(): Engine {
  const config = loadClientConnectConfig();
  const namespace = config.namespace ?? 'default';
  const connection = Connection.lazy({ ...config.connectionOptions, connectTimeout: '3 s' });
  return {
    connection,
    namespace,
    client: new Client({ connection, namespace }),
    close: () => connection.close(),
  };
}

/** gRPC statuses of a server that is not there, as opposed to one that says no. */
const AWAY: ReadonlySet<number> = new Set([1, 4, 14]);

/** True when Temporal could not be reached or did not answer in time. */
export function isEngineAway(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (isGrpcServiceError(cause) && AWAY.has(cause.code)) return true;
    if (/failed to connect|connection (closed|refused|dropped)|ECONNREFUSED/i.test(cause.message))
      return true;
  }
  return false;
}

/** gRPC ALREADY_EXISTS, UNIMPLEMENTED. */
const FINE: ReadonlySet<number> = new Set([6, 12]);

/**
 * Registers the search attributes before the first case: an unregistered one would loop a workflow task. Those that
 * are there already are fine; so is a server that cannot list them (decision 18).
 */
export async function registerSearchAttributes(engine: Engine): Promise<void> {
  for (const [name, type] of Object.entries(SEARCH_ATTRIBUTES)) {
    const indexedType = encodeSearchAttributeIndexedValueType(type);
    if (indexedType === undefined) throw new RangeError(`no search attribute is of type ${type}`);
    try {
      await engine.connection.operatorService.addSearchAttributes({
        namespace: engine.namespace,
        searchAttributes: { [name]: indexedType },
      });
    } catch (error) {
      const known = isGrpcServiceError(error) && FINE.has(error.code);
      const said = error instanceof Error && /already exists/i.test(error.message);
      if (!known && !said) throw error;
    }
  }
}

/** Answers when Temporal serves; throws when it does not. */
export async function pingEngine(engine: Engine): Promise<void> {
  await engine.client.withDeadline(Date.now() + 2000, () =>
    engine.connection.workflowService.getSystemInfo({}),
  );
}
