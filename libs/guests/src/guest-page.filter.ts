import { DomainError, NotFound, ProblemFilter } from '@beckon/core';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { renderBadLinkPage, renderNotePage, renderRsvpPage } from './domain/rsvp-page';
import { sendGuestPage, setGuestPageHeaders } from './guest-page';
import { AnswerRefused } from './rsvp.errors';

/** Guests get a page they can read where programs get a problem: whoever asks for JSON, gets that. */
@Catch(DomainError)
export class GuestPageFilter implements ExceptionFilter<DomainError> {
  private readonly problems = new ProblemFilter();

  catch(error: DomainError, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (request.accepts(['html', 'json']) === 'json') {
      setGuestPageHeaders(response, null);
      this.problems.catch(error, host);
    } else if (error instanceof AnswerRefused) {
      sendGuestPage(response, error.kind === 'conflict' ? 409 : 400, renderRsvpPage(error.page));
    } else if (error instanceof NotFound) {
      sendGuestPage(response, 404, renderBadLinkPage());
    } else {
      sendGuestPage(response, 400, renderNotePage('This did not work', error.detail));
    }
  }
}
