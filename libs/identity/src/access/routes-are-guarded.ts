import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS_RULE } from './access.decorators';

/** Refuses to start while a route says nothing about who may use it. */
@Injectable()
export class RoutesAreGuarded implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const open = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? this.openRoutesOf(metatype.prototype as object, metatype.name) : []));
    if (open.length > 0) {
      throw new Error(
        `These routes have no access decorator (Public, SignedIn, OrganizationAccess, EventAccess): ${open.join(', ')}`,
      );
    }
  }

  private openRoutesOf(prototype: object, controller: string): string[] {
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => isOpenRoute((prototype as Record<string, unknown>)[name]))
      .map((name) => `${controller}.${name}`);
  }
}

function isOpenRoute(method: unknown): boolean {
  return (
    typeof method === 'function' && Reflect.hasMetadata('method', method) && !Reflect.hasMetadata(ACCESS_RULE, method)
  );
}
