import type { IocContainer } from '@tsoa/runtime';
import type { Request } from 'express';
import { localsOf } from './request.js';
import type { Services } from './services.js';

/** A controller: `needs` names the slice of the services that its constructor takes. */
interface ControllerClass<Need extends keyof Services> {
  readonly needs: Need;
  new (services: Services[Need]): unknown;
}

/** Makes a controller for each request, with what it needs of its app. A function of the request: no state of this module. */
export function iocContainer(request: unknown): IocContainer {
  const { services } = localsOf(request as Request);
  // tsoa only ever asks for the controller classes of `src/api`.
  const get = <Need extends keyof Services>(controller: ControllerClass<Need>) =>
    new controller(services[controller.needs]);
  return { get } as IocContainer;
}
