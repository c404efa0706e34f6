import { IsPlainLine, IsPlainText } from '@beckon/core';
import { IsInt, IsOptional, IsString, Matches, MaxLength, Min, MinLength, ValidateIf } from 'class-validator';

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const OFFSET = /^[+-]\d{2}:\d{2}$/;
const localTime = { message: '$property must look like 2027-06-01T18:00' };
const offset = { message: '$property must look like +01:00 or -04:00' };

/** A field that may be left out, but may not be null. */
const IfSent = () => ValidateIf((_object, value) => value !== undefined);

export class CreateEventDto {
  /** @example Garden party */
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(200)
  name: string;

  /** What the clock on the wall at the venue shows at the start. */
  @Matches(LOCAL_TIME, localTime)
  startsAtLocal: string;

  /** Only for a start that happens twice because the clocks go back: which of the two, for example `+01:00`. */
  @IfSent()
  @Matches(OFFSET, offset)
  startsAtOffset?: string;

  /**
   * IANA name of the venue's zone.
   * @example Europe/London
   */
  @IsString()
  @MaxLength(100)
  timeZone: string;

  /** @example Rose Hall, 12 Garden Row */
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(300)
  venue: string;

  /** @example Ama Mensah */
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(200)
  hostName: string;

  @IsOptional()
  @IsPlainText()
  @MaxLength(5000)
  description?: string | null;

  /** The end, in the same zone. */
  @IsOptional()
  @Matches(LOCAL_TIME, localTime)
  endsAtLocal?: string | null;

  @IfSent()
  @Matches(OFFSET, offset)
  endsAtOffset?: string;
}

/** What is left out stays as it is. */
export class UpdateEventDto {
  @IfSent()
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(200)
  name?: string;

  /** Moving the start re-plans the reminders that are not sent yet. */
  @IfSent()
  @Matches(LOCAL_TIME, localTime)
  startsAtLocal?: string;

  /** Only for a start that happens twice because the clocks go back: which of the two. */
  @IfSent()
  @Matches(OFFSET, offset)
  startsAtOffset?: string;

  /** The wall times stay and mean other instants. */
  @IfSent()
  @IsString()
  @MaxLength(100)
  timeZone?: string;

  @IfSent()
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(300)
  venue?: string;

  @IfSent()
  @IsPlainLine()
  @MinLength(1)
  @MaxLength(200)
  hostName?: string;

  /** Null clears it. */
  @IsOptional()
  @IsPlainText()
  @MaxLength(5000)
  description?: string | null;

  /** Null clears it. */
  @IsOptional()
  @Matches(LOCAL_TIME, localTime)
  endsAtLocal?: string | null;

  @IfSent()
  @Matches(OFFSET, offset)
  endsAtOffset?: string;

  /** The version you loaded. If somebody changed the event since, nothing is changed: 409 `STALE_VERSION`. */
  @IfSent()
  @IsInt()
  @Min(1)
  version?: number;
}
