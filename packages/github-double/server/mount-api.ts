import type { FastifyInstance } from 'fastify';
import type { RouteName } from '../description/description.js';
import type { World } from '../world/world.js';
import { type BoundRoute, bind } from './bound-route.js';
import type { Hosts } from './hosts.js';
import type { Routes } from './route.js';
import { serve } from './serve.js';

/** Puts the routes on their hosts; whatever else is asked there answers 501 and is a violation. */
export function mountApi(hosts: Hosts, world: World, routes: Routes): void {
  for (const [name, route] of Object.entries(routes)) {
    if (route) mount(hosts[route.host], world, bind(name as RouteName, route)); // the type of Routes says so
  }
  for (const app of [hosts.api, hosts.uploads]) refuseOthers(app, world);
}

function mount(app: FastifyInstance, world: World, bound: BoundRoute): void {
  const { method, url } = bound.path;
  app.route({ method, url, handler: (request, reply) => serve(world, bound, request, reply) });
}

function refuseOthers(app: FastifyInstance, world: World): void {
  app.setNotFoundHandler((request, reply) => {
    const { method, url } = request;
    const entry = world.log.begin({ at: world.clock.now(), method, path: url, route: null, token: '' });
    entry.status = 501;
    world.violations.add({
      request: `${method} ${url}`,
      side: 'request',
      field: 'route',
      reason: 'is not modelled by the double',
    });
    return reply.code(501).send({ message: `${method} ${url} is not modelled by the double`, documentation_url: '' });
  });
}
