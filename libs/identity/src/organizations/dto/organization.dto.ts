import { IsPlainLine } from '@beckon/core';
import { MaxLength, MinLength } from 'class-validator';
import type { OrganizationRow } from '../organizations.repository';

export class ChangeOrganizationDto {
  /** @example Harbour Events */
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(200)
  name: string;
}

export class OrganizationDto {
  id: string;
  name: string;
  memberCount: number;
  createdAt: Date;

  static from({ id, name, memberCount, createdAt }: OrganizationRow): OrganizationDto {
    return { id, name, memberCount, createdAt };
  }
}
