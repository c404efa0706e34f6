import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { IdempotentAnswer } from './idempotency.store';

/** Answers with what an `IdempotentAnswer` holds; a kept answer is marked with `Idempotent-Replayed: true`. */
@Injectable()
export class IdempotentReply implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!(answer instanceof IdempotentAnswer)) return answer;
        const response = context.switchToHttp().getResponse<Response>();
        response.status(answer.statusCode);
        if (answer.isReplay) response.setHeader('Idempotent-Replayed', 'true');
        return answer.body as unknown;
      }),
    );
  }
}
