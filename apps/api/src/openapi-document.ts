import type { INestApplication } from '@nestjs/common';
import { ACCESS_TOKEN_SCHEME, API_KEY_SCHEME } from '@beckon/identity';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

const description = `
Guest messaging for events: import guests, write a message, see exactly who will get it and who will not and why, send it,
and prove for every guest what happened.

**Sign in** with \`POST /v1/auth/login\` and send the access token as \`Authorization: Bearer ...\`; programs use an API key the same way.
**Failures** are \`application/problem+json\` with a stable \`code\`; name the \`requestId\` when you ask for help.
**Lists** are paged: send \`nextCursor\` of one page as \`cursor\` of the next.
**Instants** are ISO 8601 in UTC; times of an event are wall times with an IANA time zone.
**Repeating** a write is safe with an \`Idempotency-Key\` header where the route names one.
`.trim();

/** The OpenAPI document; operation ids are the controllers' method names, so generated clients read well. */
export function buildOpenApiDocument(app: INestApplication): OpenAPIObject {
  const options = new DocumentBuilder()
    .setTitle('Beckon')
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'What signing in answers.' },
      ACCESS_TOKEN_SCHEME,
    )
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key, `bk_...`, with the scope that the route names.' },
      API_KEY_SCHEME,
    )
    .build();
  return SwaggerModule.createDocument(app, options, { operationIdFactory: (_controller, method) => method });
}
