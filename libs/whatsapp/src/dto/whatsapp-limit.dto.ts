import { ApiProperty } from '@nestjs/swagger';

/** What WhatsApp allows the whole business within 24 hours: people who get a template, whichever organization sends it. */
export class WhatsAppLimitDto {
  /** Null: no WhatsApp is set up here, and nothing is limited. */
  @ApiProperty({ type: 'integer', nullable: true, example: 250 })
  limit: number | null;
  /** People of the last 24 hours, and those who wait in messages that are being sent. */
  @ApiProperty({ type: 'integer' })
  used: number;
  @ApiProperty({ type: 'integer', nullable: true })
  remaining: number | null;
}
