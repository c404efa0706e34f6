import { ApiProperty } from '@nestjs/swagger';

/** One fault of the input. */
export class FieldProblemDto {
  /** Where: a dotted path into the body, a query parameter or a header. Empty for the whole. */
  path: string;
  /** Stable, for programs. */
  code: string;
  /** For people. */
  message: string;
}

/** What every failure answers, as `application/problem+json` (RFC 9457). */
export class ProblemDto {
  /** A URI that names the kind of problem. */
  @ApiProperty({ example: 'urn:beckon:problem:not-found' })
  type: string;
  /** The kind of problem in a few words; the same for every occurrence. */
  @ApiProperty({ example: 'Not found' })
  title: string;
  /** The HTTP status, repeated. */
  @ApiProperty({ example: 404 })
  status: number;
  /** What happened this time and what to do. */
  @ApiProperty({ example: 'This event does not exist, or you have no access to it.' })
  detail: string;
  /** Stable, for programs. */
  @ApiProperty({ example: 'NOT_FOUND' })
  code: string;
  /** Name this when you ask for help; it is also in `X-Request-Id`. */
  @ApiProperty({ example: '5f0e1c9a4b3d' })
  requestId: string;
  /** The faults of the input, if that was the problem. */
  errors?: FieldProblemDto[];
}
