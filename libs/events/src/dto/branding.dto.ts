import { IsPlainLine, IsPlainText } from '@beckon/core';
import { Transform } from 'class-transformer';
import { IsOptional, IsString, IsUrl, Matches, MaxLength, MinLength } from 'class-validator';
import type { Branding } from '../branding.service';

const httpsUrl = { protocols: ['https'], require_protocol: true, disallow_auth: true };

/** What is left out stays; null goes back to Beckon's own look. */
export class UpdateBrandingDto {
  /** @example #7a3e9d */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  @Matches(/^#[0-9a-f]{6}$/, { message: 'accentColour must look like #7a3e9d' })
  accentColour?: string | null;

  /** An image that anybody can load, by https. */
  @IsOptional()
  @MaxLength(2000)
  @IsUrl(httpsUrl, { message: 'logoUrl must be the https address of an image' })
  logoUrl?: string | null;

  /** The name that messages come from. */
  @IsOptional()
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(100)
  senderName?: string | null;

  /** Where answers to e-mails go. */
  @IsOptional()
  @IsString()
  @MaxLength(320)
  replyTo?: string | null;

  /** Text under every e-mail, for example an address. */
  @IsOptional()
  @IsPlainText()
  @MinLength(1)
  @MaxLength(500)
  footer?: string | null;
}

export class BrandingDto {
  accentColour: string | null;
  logoUrl: string | null;
  senderName: string | null;
  replyTo: string | null;
  footer: string | null;

  static from({ accentColour, logoUrl, senderName, replyTo, footer }: Branding): BrandingDto {
    return { accentColour, logoUrl, senderName, replyTo, footer };
  }
}
