import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { sendGuestPage } from '@beckon/guests';
import { Public } from '@beckon/identity';
import { unsubscribePage } from './unsubscribe.page';
import type { UnsubscribingDelivery } from './unsubscribe.repository';
import { UnsubscribeService } from './unsubscribe.service';

/** For guests: `GET` shows, `POST` unsubscribes; a mail program's one click (RFC 8058) is a `POST` without a form. */
@ApiExcludeController()
@Controller('u/:token')
export class UnsubscribeController {
  constructor(private readonly unsubscribes: UnsubscribeService) {}

  @Get()
  @Public()
  async showUnsubscribe(@Param('token') token: string, @Res() response: Response): Promise<void> {
    send(response, await this.unsubscribes.find(token));
  }

  @Post()
  @Public()
  async unsubscribe(
    @Param('token') token: string,
    @Body('scope') scope: unknown,
    @Req() request: Request & { id: string },
    @Res() response: Response,
  ): Promise<void> {
    send(response, await this.unsubscribes.unsubscribe(token, scope, request.id));
  }
}

function send(response: Response, delivery: UnsubscribingDelivery | null): void {
  sendGuestPage(response, delivery === null ? 404 : 200, unsubscribePage(delivery));
}
