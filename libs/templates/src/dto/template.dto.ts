import type { Page } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { TEMPLATE_CHANNELS } from '../template.entity';
import type { Template, TemplateChannel } from '../template.entity';

/** A saved text. */
export class TemplateDto {
  id: string;
  @ApiProperty({ example: 'Friendly reminder' })
  name: string;
  @ApiProperty({ enum: TEMPLATE_CHANNELS, enumName: 'TemplateChannel' })
  channel: TemplateChannel;
  /** Null for SMS. */
  @ApiProperty({ type: String, nullable: true, example: 'See you at {{event_name}}' })
  subject: string | null;
  body: string;
  /** Rises with every change. */
  version: number;
  createdAt: Date;
  updatedAt: Date;

  static from(template: Template): TemplateDto {
    const { id, name, channel, subject, body, version, createdAt, updatedAt } = template;
    return { id, name, channel, subject: subject ?? null, body, version, createdAt, updatedAt };
  }
}

/** One page of templates, newest first. */
export class TemplatePageDto {
  items: TemplateDto[];
  /** Give it as `cursor` to get the next page; null on the last one. */
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  static from(page: Page<Template>): TemplatePageDto {
    return { items: page.items.map((template) => TemplateDto.from(template)), nextCursor: page.nextCursor };
  }
}
