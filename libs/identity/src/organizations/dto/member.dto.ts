import type { Page } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { ORGANIZATION_ROLES, type OrganizationRole } from '../../access/actor';
import type { MemberRow } from '../members.repository';
import type { Invited } from '../members.service';

const MEMBER_STATUSES = ['active', 'invited'] as const;

export class InviteMemberDto {
  /** @example kofi@example.test */
  @IsString()
  @MaxLength(320)
  email: string;

  /** `admin` manages members, senders, keys and suppressions; `member` works on events; `support` reads delivery audits. */
  @ApiProperty({ enum: ORGANIZATION_ROLES, enumName: 'OrganizationRole' })
  @IsIn(ORGANIZATION_ROLES)
  role: OrganizationRole;
}

export class ChangeMemberDto {
  @ApiProperty({ enum: ORGANIZATION_ROLES, enumName: 'OrganizationRole' })
  @IsIn(ORGANIZATION_ROLES)
  role: OrganizationRole;
}

/** A member, or somebody who is invited to become one. */
export class MemberDto {
  /** Of the user; of the invitation while `status` is `invited`. Use it in the address to change or remove. */
  id: string;
  email: string;
  /** Null while invited. */
  name: string | null;
  @ApiProperty({ enum: ORGANIZATION_ROLES, enumName: 'OrganizationRole' })
  role: OrganizationRole;
  @ApiProperty({ enum: MEMBER_STATUSES, enumName: 'MemberStatus' })
  status: 'active' | 'invited';
  /** Until when the invitation can be accepted; null for a member. */
  expiresAt: Date | null;
  createdAt: Date;

  static from({ id, email, name, role, status, expiresAt, createdAt }: MemberRow): MemberDto {
    return { id, email, name, role, status, expiresAt, createdAt };
  }
}

export class MemberPageDto {
  items: MemberDto[];
  /** Give it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<MemberRow>): MemberPageDto {
    return { items: items.map((item) => MemberDto.from(item)), nextCursor };
  }
}

/** A new invitation. Token and link are shown this once: hand the link to the person. */
export class InvitedDto {
  /** Of the invitation. */
  id: string;
  email: string;
  @ApiProperty({ enum: ORGANIZATION_ROLES, enumName: 'OrganizationRole' })
  role: OrganizationRole;
  token: string;
  acceptUrl: string;
  expiresAt: Date;

  static from({ id, email, role, token, acceptUrl, expiresAt }: Invited): InvitedDto {
    return { id, email, role, token, acceptUrl, expiresAt };
  }
}
