import type { Page } from '@beckon/core';
import { EVENT_ROLES, type EventRole } from '@beckon/identity';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import type { CollaboratorRow } from '../collaborators.repository';

export class AddCollaboratorDto {
  /** Of somebody who has an account, in any organization. */
  @IsString()
  @MaxLength(320)
  email: string;

  @ApiProperty({ enum: EVENT_ROLES, enumName: 'EventRole' })
  @IsIn(EVENT_ROLES)
  role: EventRole;
}

export class ChangeCollaboratorDto {
  @ApiProperty({ enum: EVENT_ROLES, enumName: 'EventRole' })
  @IsIn(EVENT_ROLES)
  role: EventRole;
}

export class CollaboratorDto {
  userId: string;
  email: string;
  name: string;
  @ApiProperty({ enum: EVENT_ROLES, enumName: 'EventRole' })
  role: EventRole;
  createdAt: Date;

  static from({ userId, email, name, role, createdAt }: CollaboratorRow): CollaboratorDto {
    return { userId, email, name, role, createdAt };
  }
}

export class CollaboratorPageDto {
  items: CollaboratorDto[];
  /** Give it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<CollaboratorRow>): CollaboratorPageDto {
    return { items: items.map((item) => CollaboratorDto.from(item)), nextCursor };
  }
}
