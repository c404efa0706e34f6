import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadConfig } from '@beckon/core';
import { ApiModule } from './app.module';
import { buildOpenApiDocument } from './openapi-document';

/** Prints the OpenAPI document. Preview mode creates no provider, so no database and no Redis is needed. */
async function main(): Promise<void> {
  const unused = 'only-to-build-the-document-'.repeat(2);
  const config = loadConfig({ DATABASE_URL: 'postgres://127.0.0.1/none', JWT_SECRET: unused, LINK_SECRET: unused });
  const app = await NestFactory.create(ApiModule.register(config), { preview: true, logger: false });
  process.stdout.write(`${JSON.stringify(buildOpenApiDocument(app), null, 2)}\n`);
}

void main();
