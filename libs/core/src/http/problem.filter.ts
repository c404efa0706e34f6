import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { toProblem } from './problem';

const TYPE_BASE = 'urn:beckon:problem:';

/** Answers every failure as problem+json with the request id; logs the unforeseen ones with their stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const request = http.getRequest<Request>();
    const problem = toProblem(error);
    const requestId = typeof request.id === 'string' ? request.id : '';
    if (problem.unexpected) {
      this.logger.error({ requestId, status: problem.status, err: error }, 'unexpected failure');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (problem.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(problem.retryAfterSeconds));
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: TYPE_BASE + problem.code.toLowerCase().replaceAll('_', '-'),
          title: problem.title,
          status: problem.status,
          detail: problem.detail,
          code: problem.code,
          requestId,
          ...(problem.errors && { errors: problem.errors }),
          ...problem.extra,
        }),
      );
  }
}
