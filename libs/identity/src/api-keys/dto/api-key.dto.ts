import { IsPlainLine, type Page } from '@beckon/core';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { EVENT_ROLES, type EventRole } from '../../access/actor';
import { API_KEY_SCOPES, type ApiKeyScope } from '../../domain/api-key-scopes';
import type { ApiKeyRow } from '../api-keys.repository';
import type { ApiKeyInput, CreatedApiKey } from '../api-keys.service';

export class CreateApiKeyDto {
  /** @example Registration website */
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(100)
  name: string;

  /** What the key is good for. Left out: all reading scopes and no writing one. */
  @ApiProperty({ enum: API_KEY_SCOPES, enumName: 'ApiKeyScope', isArray: true, required: false })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsIn(API_KEY_SCOPES, { each: true })
  scopes?: ApiKeyScope[];

  /** The role of the key in every event of the organization. A viewer key can have reading scopes only. */
  @ApiProperty({ enum: EVENT_ROLES, enumName: 'EventRole', required: false, default: 'editor' })
  @IsOptional()
  @IsIn(EVENT_ROLES)
  roleCeiling?: EventRole;

  /** When the key ends. Left out: never. */
  @ApiProperty({ type: String, format: 'date-time', required: false })
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/, {
    message: 'expiresAt must be an instant such as 2027-06-01T17:00:00Z',
  })
  expiresAt?: string;

  static toInput({ name, scopes, roleCeiling, expiresAt }: CreateApiKeyDto): ApiKeyInput {
    return {
      name,
      ...(scopes && { scopes }),
      ...(roleCeiling && { roleCeiling }),
      ...(expiresAt && { expiresAt: new Date(expiresAt) }),
    };
  }
}

export class ApiKeyDto {
  id: string;
  name: string;
  /** How the key begins; enough to recognize it. */
  prefix: string;
  @ApiProperty({ enum: API_KEY_SCOPES, enumName: 'ApiKeyScope', isArray: true })
  scopes: ApiKeyScope[];
  @ApiProperty({ enum: EVENT_ROLES, enumName: 'EventRole' })
  roleCeiling: EventRole;
  /** Id of the admin who made it. */
  createdBy: string;
  /** Null: it does not end. */
  expiresAt: Date | null;
  /** To the minute; null: never. */
  lastUsedAt: Date | null;
  createdAt: Date;

  static from(row: ApiKeyRow): ApiKeyDto {
    return fieldsOf(row);
  }
}

export class CreatedApiKeyDto extends ApiKeyDto {
  /** The key itself. It is shown this once and cannot be read again. */
  key: string;

  static fromCreated({ row, key }: CreatedApiKey): CreatedApiKeyDto {
    return { ...fieldsOf(row), key };
  }
}

export class ApiKeyPageDto {
  items: ApiKeyDto[];
  /** Give it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null;

  static from({ items, nextCursor }: Page<ApiKeyRow>): ApiKeyPageDto {
    return { items: items.map((item) => ApiKeyDto.from(item)), nextCursor };
  }
}

function fieldsOf(row: ApiKeyRow) {
  const { id, name, prefix, scopes, roleCeiling, createdBy, expiresAt, lastUsedAt, createdAt } = row;
  return { id, name, prefix, scopes, roleCeiling, createdBy, expiresAt, lastUsedAt, createdAt };
}
