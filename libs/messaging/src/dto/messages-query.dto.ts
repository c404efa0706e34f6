import { PageQueryDto } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import { MESSAGE_STATUSES, type MessageStatus } from '../domain/message-state';

const split = ({ value }: { value: unknown }): unknown =>
  value === undefined || value === ''
    ? undefined
    : [value].flat().flatMap((part) => (typeof part === 'string' ? part.split(',') : [part]));

/** Which messages to list. */
export class MessagesQueryDto extends PageQueryDto {
  /** One or several, comma-separated. */
  @IsOptional()
  @Transform(split)
  @IsIn(MESSAGE_STATUSES, { each: true })
  @ApiProperty({
    enum: MESSAGE_STATUSES,
    enumName: 'MessageStatus',
    isArray: true,
    required: false,
    explode: false,
    style: 'form',
  } as never)
  status?: MessageStatus[];
}
