import helmet from 'helmet';
import type { RequestHandler } from 'express';

/** Headers that keep a browser from doing what our pages never need: everything comes from here, no inline script. */
export const securityHeaders = (production: boolean): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // Development is plain HTTP: a browser told otherwise would not come back.
    strictTransportSecurity: production,
    xFrameOptions: { action: 'deny' },
  }) as RequestHandler;
