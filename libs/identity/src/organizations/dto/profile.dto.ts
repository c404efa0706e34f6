import { ApiProperty } from '@nestjs/swagger';
import { ORGANIZATION_ROLES, type OrganizationRole } from '../../access/actor';
import type { Profile } from '../../users.repository';

/** The organization somebody belongs to, and as what. */
export class OwnOrganizationDto {
  id: string;
  name: string;
  @ApiProperty({ enum: ORGANIZATION_ROLES, enumName: 'OrganizationRole' })
  role: OrganizationRole;
}

/** A person as they see themselves. */
export class ProfileDto {
  id: string;
  email: string;
  name: string;
  organization: OwnOrganizationDto;

  static from({ id, email, name, organization }: Profile): ProfileDto {
    return { id, email, name, organization: { ...organization } };
  }
}
