import { DefaultLogger, Runtime } from '@temporalio/worker';

/**
 * Sets up the SDK's runtime of this process, once and before its first worker: the signals of the process stay ours,
 * so that things end in our order, and its log keeps to what somebody must read.
 */
export function installRuntime(level: 'WARN' | 'ERROR' = 'WARN'): void {
  Runtime.install({
    logger: new DefaultLogger(level),
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: { core: level, other: level } } },
  });
}
