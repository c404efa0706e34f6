import { Body, Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../access/access.decorators';
import { ApiProblems } from '../access/api-problems';
import { CurrentCaller } from '../access/caller';
import { AcceptancesService } from '../organizations/acceptances.service';
import { AcceptInvitationDto } from '../organizations/dto/accept-invitation.dto';
import { LoginDto } from './dto/login.dto';
import { RegisterDto } from './dto/register.dto';
import { SessionDto } from './dto/session.dto';
import { PasswordGuard, SignedInUserId } from './password.guard';
import { RefreshCookie } from './refresh-cookie';
import { RegistrationsService } from './registrations.service';
import { type Caller, type Session, SessionsService } from './sessions.service';

@ApiTags('sign-in')
@Controller('v1/auth')
export class SignInController {
  constructor(
    private readonly registrations: RegistrationsService,
    private readonly acceptances: AcceptancesService,
    private readonly sessions: SessionsService,
    private readonly cookie: RefreshCookie,
  ) {}

  @Post('register')
  @Public()
  @ApiOperation({ summary: 'Make an account and an organization' })
  @ApiProblems('VALIDATION_FAILED', 'FORBIDDEN', 'ALREADY_EXISTS', 'RATE_LIMITED')
  async register(
    @Body() body: RegisterDto,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    return this.answer(response, await this.sessions.start(await this.registrations.register(body, caller)));
  }

  @Post('login')
  @HttpCode(200)
  @Public()
  @UseGuards(PasswordGuard)
  @ApiOperation({ summary: 'Sign in with e-mail address and password' })
  @ApiBody({ type: LoginDto })
  @ApiProblems('VALIDATION_FAILED', 'UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED')
  async login(
    @SignedInUserId() userId: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    return this.answer(response, await this.sessions.signIn(userId, caller));
  }

  @Post('refresh')
  @HttpCode(200)
  @Public()
  @ApiOperation({
    summary: 'Renew the access token',
    description:
      'Trades the refresh cookie for a new one; each is good once. If a used one comes again, the session ends for everybody who has it.',
  })
  @ApiProblems('UNAUTHENTICATED')
  async refresh(
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    return this.answer(response, await this.sessions.refresh(this.cookie.read(request), caller));
  }

  @Post('logout')
  @HttpCode(204)
  @Public()
  @ApiOperation({
    summary: 'End the session',
    description: 'Ends the session of the refresh cookie, its access tokens included.',
  })
  async logout(
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    this.cookie.clear(response);
    await this.sessions.end(this.cookie.read(request), caller);
  }

  @Post('accept-invitation')
  @Public()
  @ApiOperation({ summary: 'Join an organization with an invitation' })
  @ApiProblems('VALIDATION_FAILED', 'FORBIDDEN', 'NOT_FOUND', 'ALREADY_EXISTS', 'RATE_LIMITED')
  async acceptInvitation(
    @Body() body: AcceptInvitationDto,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    return this.answer(response, await this.sessions.start(await this.acceptances.accept(body, caller)));
  }

  private answer(response: Response, session: Session): SessionDto {
    this.cookie.set(response, session.refreshToken, session.refreshTokenExpiresAt);
    response.setHeader('Cache-Control', 'no-store');
    return SessionDto.from(session);
  }
}
