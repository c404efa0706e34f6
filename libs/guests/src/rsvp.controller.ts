import { Public } from '@beckon/identity';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { renderRsvpPage } from './domain/rsvp-page';
import { sendGuestPage, setGuestPageHeaders } from './guest-page';
import { GuestPageFilter } from './guest-page.filter';
import { RsvpService } from './rsvp.service';

const page = { description: 'A page.', content: { 'text/html': { schema: { type: 'string' } } } };

@ApiTags('guest pages')
@Controller('r')
@UseFilters(GuestPageFilter)
export class RsvpController {
  constructor(private readonly rsvp: RsvpService) {}

  /** The page on which a guest answers, opened by the link in a message. Showing it changes nothing. */
  @Get(':token')
  @Public()
  @ApiProduces('text/html')
  @ApiOkResponse(page)
  @ApiResponse({ ...page, status: 404, description: 'The link does not work.' })
  async showRsvpPage(
    @Param('token') token: string,
    @Query('thanks') thanks: unknown,
    @Res() response: Response,
  ): Promise<void> {
    sendGuestPage(response, 200, renderRsvpPage(await this.rsvp.show(token, thanks === '1')));
  }

  /** Takes the answer of a guest and goes back to the page. Repeating an answer changes nothing. */
  @Post(':token')
  @HttpCode(303)
  @Public()
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['response'],
      properties: {
        response: { type: 'string', enum: ['attending', 'maybe', 'declined'] },
        plusOnes: {
          type: 'integer',
          minimum: 0,
          maximum: 20,
          description: 'People the guest brings along; left out, it stays. None for who declines.',
        },
      },
    },
  })
  @ApiResponse({ status: 303, description: 'Taken; back to the page.' })
  @ApiResponse({ ...page, status: 400, description: 'No answer that we know; the page says what to do.' })
  @ApiResponse({ ...page, status: 404, description: 'The link does not work.' })
  @ApiResponse({ ...page, status: 409, description: 'The event is over or cancelled.' })
  async answerRsvp(
    @Param('token') token: string,
    @Body() form: Record<string, unknown> | undefined,
    @Req() request: Request & { id: string },
    @Res() response: Response,
  ): Promise<void> {
    await this.rsvp.answer(token, form ?? {}, request.id);
    setGuestPageHeaders(response, null);
    response.redirect(303, `/r/${token}?thanks=1`);
  }

  /** The event as a calendar file. */
  @Get(':token/event.ics')
  @Public()
  @ApiProduces('text/calendar')
  @ApiOkResponse({ description: 'The calendar entry.', content: { 'text/calendar': { schema: { type: 'string' } } } })
  @ApiResponse({ ...page, status: 404, description: 'The link does not work.' })
  async downloadCalendar(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const calendar = await this.rsvp.calendar(token);
    setGuestPageHeaders(response, null);
    response.type('text/calendar; charset=utf-8').attachment('event.ics').send(calendar);
  }
}
