import { IsPlainLine } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Length, Max, Min, ValidateIf } from 'class-validator';
import { TEMPLATE_CHANNELS } from '../template.entity';
import type { TemplateChannel } from '../template.entity';

const SUBJECT = { example: 'See you at {{event_name}}, {{guest_first_name}}' } as const;
const BODY = {
  example: 'Hi {{ guest_first_name | default: "there" }},\n\nplease tell us if you are coming:\n\n{{rsvp_link}}',
} as const;

/** A text to keep. */
export class CreateTemplateDto {
  /** Unique in the organization, whatever the case. */
  @IsString()
  @Length(1, 100)
  @IsPlainLine()
  @ApiProperty({ example: 'Friendly reminder' })
  name: string;

  @IsIn(TEMPLATE_CHANNELS)
  @ApiProperty({ enum: TEMPLATE_CHANNELS, enumName: 'TemplateChannel' })
  channel: TemplateChannel;

  /** One line with placeholders, at most 200 characters. Needed for e-mail, ignored for SMS. */
  @IsOptional()
  @IsString()
  @ApiProperty({ ...SUBJECT, required: false })
  subject?: string;

  /**
   * Plain text with placeholders: at most 50,000 characters for e-mail, 1,600 for SMS. A blank line begins a paragraph;
   * a line with nothing but `{{rsvp_link}}` becomes a button in e-mails. The characters `{{` themselves are written `{{ "{{" }}`.
   */
  @IsString()
  @ApiProperty(BODY)
  body: string;
}

/** What to change; what is left out stays. The channel of a template never changes. */
export class UpdateTemplateDto {
  /** Unique in the organization, whatever the case. */
  @ValidateIf((dto: UpdateTemplateDto) => dto.name !== undefined)
  @IsString()
  @Length(1, 100)
  @IsPlainLine()
  @ApiProperty({ example: 'Friendly reminder', required: false })
  name?: string;

  /** One line with placeholders, at most 200 characters. */
  @ValidateIf((dto: UpdateTemplateDto) => dto.subject !== undefined)
  @IsString()
  @ApiProperty({ ...SUBJECT, required: false })
  subject?: string;

  /** Plain text with placeholders: at most 50,000 characters for e-mail, 1,600 for SMS. */
  @ValidateIf((dto: UpdateTemplateDto) => dto.body !== undefined)
  @IsString()
  @ApiProperty({ ...BODY, required: false })
  body?: string;

  /** The version your change is based on: if somebody was faster, the answer is 409 `STALE_VERSION`. */
  @ValidateIf((dto: UpdateTemplateDto) => dto.version !== undefined)
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  @ApiProperty({ required: false })
  version?: number;
}
