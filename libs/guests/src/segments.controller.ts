import { PageQueryDto, UuidParam } from '@beckon/core';
import { CurrentEvent, EventAccess, type EventContext } from '@beckon/events';
import { ApiProblems } from '@beckon/identity';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SegmentCountDto, SegmentDetailDto, SegmentDto, SegmentPageDto } from './dto/segment.dto';
import { CountSegmentDto, CreateSegmentDto, UpdateSegmentDto } from './dto/segment-input.dto';
import { SegmentsService } from './segments.service';

@ApiTags('segments')
@Controller('v1/events/:eventId/segments')
export class SegmentsController {
  constructor(private readonly segments: SegmentsService) {}

  /** Lists the segments of an event. */
  @Get()
  @EventAccess('viewer', { apiKeyScope: 'guests:read' })
  @ApiProblems('VALIDATION_FAILED')
  async listSegments(@CurrentEvent() event: EventContext, @Query() query: PageQueryDto): Promise<SegmentPageDto> {
    return SegmentPageDto.from(await this.segments.list(event, query.cursor, query.limit));
  }

  /** Makes a segment. */
  @Post()
  @EventAccess('editor', { apiKeyScope: 'guests:write' })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_AUDIENCE', 'ALREADY_EXISTS')
  async createSegment(@CurrentEvent() event: EventContext, @Body() body: CreateSegmentDto): Promise<SegmentDto> {
    return SegmentDto.from(await this.segments.create(event, body.name, body.criteria));
  }

  /** Counts the guests that criteria fit right now, without saving anything. */
  @Post('count')
  @HttpCode(200)
  @EventAccess('viewer', { apiKeyScope: 'guests:read' })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_AUDIENCE')
  async countSegment(@CurrentEvent() event: EventContext, @Body() body: CountSegmentDto): Promise<SegmentCountDto> {
    return SegmentCountDto.from(await this.segments.count(event, body.criteria));
  }

  /** One segment. */
  @Get(':segmentId')
  @EventAccess('viewer', { apiKeyScope: 'guests:read' })
  async getSegment(
    @CurrentEvent() event: EventContext,
    @Param('segmentId', UuidParam) segmentId: string,
  ): Promise<SegmentDetailDto> {
    return SegmentDetailDto.fromUse(await this.segments.get(event, segmentId));
  }

  /** Changes the name or the criteria of a segment. Messages that go to it use the new criteria when they are sent. */
  @Patch(':segmentId')
  @EventAccess('editor', { apiKeyScope: 'guests:write' })
  @ApiProblems('VALIDATION_FAILED', 'INVALID_AUDIENCE', 'ALREADY_EXISTS', 'STALE_VERSION')
  async updateSegment(
    @CurrentEvent() event: EventContext,
    @Param('segmentId', UuidParam) segmentId: string,
    @Body() body: UpdateSegmentDto,
  ): Promise<SegmentDetailDto> {
    return SegmentDetailDto.fromUse(await this.segments.change(event, segmentId, body));
  }

  /** Deletes a segment that no draft or scheduled message goes to. */
  @Delete(':segmentId')
  @HttpCode(204)
  @EventAccess('editor', { apiKeyScope: 'guests:write' })
  @ApiProblems('SEGMENT_IN_USE')
  async deleteSegment(
    @CurrentEvent() event: EventContext,
    @Param('segmentId', UuidParam) segmentId: string,
  ): Promise<void> {
    await this.segments.remove(event, segmentId);
  }
}
