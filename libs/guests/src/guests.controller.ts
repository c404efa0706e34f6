import { UuidParam } from '@beckon/core';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { GuestDto, GuestPageDto } from './dto/guest.dto';
import { CreateGuestDto, UpdateGuestDto } from './dto/guest-input.dto';
import { GuestQueryDto } from './dto/guest-query.dto';
import { GuestsService } from './guests.service';

@ApiTags('guests')
@Controller('v1/events/:eventId/guests')
export class GuestsController {
  constructor(private readonly guests: GuestsService) {}

  /** Lists the guests of an event in the order they were added. */
  @Get()
  @EventAccess('viewer', { apiKeyScope: 'guests:read' })
  @ApiProblems('VALIDATION_FAILED')
  async listGuests(@CurrentEvent() event: EventContext, @Query() query: GuestQueryDto): Promise<GuestPageDto> {
    return GuestPageDto.from(await this.guests.list(event, query));
  }

  /** Adds a guest. */
  @Post()
  @EventAccess('editor', { apiKeyScope: 'guests:write' })
  @ApiProblems('VALIDATION_FAILED')
  async createGuest(@CurrentEvent() event: EventContext, @Body() body: CreateGuestDto): Promise<GuestDto> {
    return GuestDto.from(await this.guests.create(event, body));
  }

  /** One guest. */
  @Get(':guestId')
  @EventAccess('viewer', { apiKeyScope: 'guests:read' })
  async getGuest(@CurrentEvent() event: EventContext, @Param('guestId', UuidParam) guestId: string): Promise<GuestDto> {
    return GuestDto.from(await this.guests.get(event, guestId));
  }

  /** Changes a guest. What is left out stays; null clears. */
  @Patch(':guestId')
  @EventAccess('editor', { apiKeyScope: 'guests:write' })
  @ApiProblems('VALIDATION_FAILED')
  async updateGuest(
    @CurrentEvent() event: EventContext,
    @Param('guestId', UuidParam) guestId: string,
    @Body() body: UpdateGuestDto,
  ): Promise<GuestDto> {
    return GuestDto.from(await this.guests.change(event, guestId, body));
  }

  /** Takes a guest off the list. What was sent to them stays on record. */
  @Delete(':guestId')
  @HttpCode(204)
  @EventAccess('editor', { apiKeyScope: 'guests:write' })
  async deleteGuest(@CurrentEvent() event: EventContext, @Param('guestId', UuidParam) guestId: string): Promise<void> {
    await this.guests.remove(event, guestId);
  }
}
