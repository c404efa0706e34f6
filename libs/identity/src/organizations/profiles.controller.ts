import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../access/access.decorators';
import type { Actor } from '../access/actor';
import { ApiProblems } from '../access/api-problems';
import { CurrentActor } from '../access/current-actor';
import { ChangePasswordDto, ChangeProfileDto } from './dto/profile-changes.dto';
import { ProfileDto } from './dto/profile.dto';
import { ProfilesService } from './profiles.service';

@ApiTags('me')
@Controller('v1/me')
export class ProfilesController {
  constructor(private readonly profiles: ProfilesService) {}

  @Get()
  @SignedIn()
  @ApiOperation({ summary: 'Who am I' })
  async getMe(@CurrentActor() actor: Actor): Promise<ProfileDto> {
    return ProfileDto.from(await this.profiles.get(actor));
  }

  @Patch()
  @SignedIn()
  @ApiOperation({ summary: 'Change my name' })
  @ApiProblems('VALIDATION_FAILED')
  async updateMe(@CurrentActor() actor: Actor, @Body() body: ChangeProfileDto): Promise<ProfileDto> {
    return ProfileDto.from(await this.profiles.rename(actor, body.name));
  }

  @Post('password')
  @HttpCode(204)
  @SignedIn()
  @ApiOperation({ summary: 'Change my password', description: 'Ends all my other sessions.' })
  @ApiProblems('VALIDATION_FAILED', 'RATE_LIMITED')
  async changeMyPassword(@CurrentActor() actor: Actor, @Body() body: ChangePasswordDto): Promise<void> {
    await this.profiles.changePassword(actor, body.current, body.next);
  }
}
