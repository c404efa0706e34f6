import 'reflect-metadata';
import { Controller, Get, Post } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { OrganizationAccess, Public, SignedIn } from './access.decorators';
import { RoutesAreGuarded } from './routes-are-guarded';

@Controller('closed')
class ClosedController {
  @Get()
  @Public()
  look(): string {
    return this.notARoute();
  }

  @Post()
  @SignedIn()
  act(): void {}

  @Post('more')
  @OrganizationAccess('admin')
  actMore(): void {}

  private notARoute(): string {
    return 'a method without a path is nobody’s business';
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  @Public()
  fine(): void {}

  @Post()
  forgotten(): void {}
}

const boot = async (...controllers: (new () => object)[]) => {
  const module = await Test.createTestingModule({
    imports: [DiscoveryModule],
    controllers,
    providers: [RoutesAreGuarded],
  }).compile();
  return module.createNestApplication({ logger: false }).init();
};

it('starts when every route says who may use it', async () => {
  const app = await boot(ClosedController);
  await app.close();
});

it('refuses to start while one route says nothing, and names it', async () => {
  await expect(boot(ClosedController, ForgottenController)).rejects.toThrow(/: ForgottenController\.forgotten$/);
});
