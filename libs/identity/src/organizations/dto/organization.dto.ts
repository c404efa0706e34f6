import { IsPlainLine } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { ON_UNKNOWN, type OnUnknown, type OrganizationRow } from '../organizations.repository';

/** May be left out, and then stays; null is refused. */
const IfSent = () => ValidateIf((_object, value) => value !== undefined);

/** What is left out stays as it is. */
export class ChangeOrganizationDto {
  /** @example Harbour Events */
  @IfSent()
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(200)
  name?: string;

  /**
   * What happens to a delivery when nobody can know whether it left. `ask`: it waits for a person. `resend`: when no receipt has
   * come within ten minutes it is sent again, once; **a guest who did get it then gets it twice.** It also holds for what is
   * undecided and not older than a day.
   */
  @IfSent()
  @IsIn(ON_UNKNOWN, { message: 'onUnknown must be ask or resend' })
  @ApiProperty({ enum: ON_UNKNOWN, required: false, example: 'ask' })
  onUnknown?: OnUnknown;
}

export class OrganizationDto {
  id: string;
  name: string;
  memberCount: number;
  /** What happens to a delivery when nobody can know whether it left: a person is asked, or it is sent again once. */
  @ApiProperty({ enum: ON_UNKNOWN })
  onUnknown: OnUnknown;
  createdAt: Date;

  static from({ id, name, memberCount, onUnknown, createdAt }: OrganizationRow): OrganizationDto {
    return { id, name, memberCount, onUnknown, createdAt };
  }
}
