import type { IocContainer } from '@tsoa/runtime';
import type { Request } from 'express';
import { localsOf } from './request.js';
import type { Services } from './services.js';

type ControllerClass<T> = new (services: Services) => T;

/** Makes a controller for each request, with its app's services. A function of the request: no state of this module. */
export function iocContainer(request: unknown): IocContainer {
  const { services } = localsOf(request as Request);
  // tsoa only ever asks for the controller classes of `controllers/`.
  const get = (controller: ControllerClass<unknown>) => new controller(services);
  return { get } as IocContainer;
}
