import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { ActType } from '../domain/case/acts.ts';
import { pathTemplates } from './openapi/paths.ts';

/** Seconds; the middle ones are where an act's answer is expected. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What Prometheus reads: a registry of its own, so that several APIs may live in one process. */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests: Histogram<'method' | 'route' | 'status'>;
  private readonly acts: Counter<'type' | 'outcome'>;
  private readonly routes = pathTemplates().map((template) => ({
    template,
    fits: new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}/?$`),
  }));

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.requests = new Histogram({
      name: 'shenpi_http_request_seconds',
      help: 'Requests by route and status, in seconds',
      labelNames: ['method', 'route', 'status'],
      buckets: BUCKETS,
      registers: [this.registry],
    });
    this.acts = new Counter({
      name: 'shenpi_acts_total',
      help: 'Acts by type and outcome: applied, queued, or the code of the refusal',
      labelNames: ['type', 'outcome'],
      registers: [this.registry],
    });
  }

  /** `type` is an act's name, or `unknown` where the body named none. */
  act(type: ActType | 'unknown', outcome: string): void {
    this.acts.inc({ type, outcome });
  }

  private routeOf(url: string): string {
    const path = url.split('?')[0] ?? '';
    return this.routes.find(({ fits }) => fits.test(path))?.template ?? 'none';
  }

  /** Counts and times every request by its route, never by its path: paths carry case numbers. */
  readonly observe: RequestHandler = (req, res, next) => {
    const startedAt = process.hrtime.bigint();
    res.on('finish', () => {
      this.requests.observe(
        { method: req.method, route: this.routeOf(req.originalUrl), status: String(res.statusCode) },
        Number(process.hrtime.bigint() - startedAt) / 1e9,
      );
    });
    next();
  };
}
