import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { registerPaths } from './paths.ts';

/** The version of the contract, not of the package: it changes with what clients may rely on. */
const CONTRACT_VERSION = '1.0.0';

/** The OpenAPI 3.1 document, from the very schemas that check the requests. */
export function openApiDocument(): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of the issuer; in development `npm run -s token -- clerk-1` prints one.',
  });
  registerPaths(registry);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'shenpi',
      version: CONTRACT_VERSION,
      description:
        'Approval cases of a government service hall. Every case is a durable workflow; every act is one message with an id. ' +
        'Dates are days in Asia/Shanghai, instants RFC 3339, errors RFC 9457 with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: [
      { name: 'cases', description: 'Receive, look at, act' },
      { name: 'records', description: 'History and notices' },
      { name: 'catalogue', description: 'The public catalogue and the calendar' },
      { name: 'operations', description: 'For whoever runs it' },
    ],
  });
}
