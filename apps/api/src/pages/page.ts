import { Controller, Get, Inject, Injectable, Param, Query, Res, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ComponentChildren } from 'preact';
import { type Person, SignedIn } from '#platform';
import type { LegalDay, Statutes } from '#statutes';
import { API_OPTIONS, type ApiOptions, demonstratedOn } from '../api-options.js';
import { type Parameters, type QueryOf, readQuery } from '../questions/parameters.js';
import type { Place, Question } from '../questions/question.js';
import { Readers } from '../questions/reader.js';
import { SIGHT, type SightAnswer } from '../questions/sight.js';
import { framed } from './frame.js';

/* A page is an address, the questions that it asks, and how it shows their answers. It holds no store and no controller. */

export const PAGE_TYPE = 'text/html; charset=utf-8';

/** What a page has at hand: who looks, on which day, and answers to questions as they are for him. */
export interface Desk {
  readonly person: Person;
  readonly today: LegalDay;
  /** The day of a demonstration; undefined where the store is a real one. */
  readonly demonstratedOn: LegalDay | undefined;
  readonly statutes: Statutes;
  readonly sight: SightAnswer;
  ask<P extends Parameters, Answer>(
    question: Question<P, Answer>,
    parameters: QueryOf<P>,
    place?: Place,
  ): Promise<Answer>;
}

/** What the address said, as it stood there: to be shown again in the form. */
export type Given = Readonly<Record<string, string | undefined>>;

export interface Visit<P extends Parameters = Parameters> {
  readonly parameters: QueryOf<P>;
  readonly given: Given;
  readonly place: Place;
}

/** What is to be seen, or where to go on to. */
export type Shown = { readonly title: string; readonly body: ComponentChildren } | { readonly onward: string };

export interface Page<P extends Parameters = Parameters> {
  readonly path: string;
  readonly parameters: P;
  /** Address of the place in the navigation under which the page hangs. */
  readonly here?: string;
  show(desk: Desk, visit: Visit<P>): Promise<Shown>;
}

/** Declares a page with the types of its parameters checked. */
export function page<P extends Parameters>(definition: Page<P>): Page {
  return definition as unknown as Page;
}

/** Gives everybody his desk. */
@Injectable()
export class Desks {
  constructor(
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
    private readonly readers: Readers,
  ) {}

  async of(person: Person): Promise<Desk> {
    const reader = this.readers.of(person);
    const ask: Desk['ask'] = (question, asked, at = {}) => question.ask(reader, asked, at);
    return {
      person,
      today: reader.today,
      demonstratedOn: demonstratedOn(this.options),
      statutes: this.options.statutes,
      sight: await ask(SIGHT, {}),
      ask,
    };
  }
}

export function controllerOf({ path, parameters, here, show }: Page): Type {
  @Controller()
  class PageController {
    constructor(private readonly desks: Desks) {}

    @Get(path)
    async open(
      @Param() place: Place,
      @Query() query: Given,
      @SignedIn() person: Person,
      @Res() reply: FastifyReply,
    ): Promise<void> {
      // A form sends fields that were left empty; a page takes them as not given.
      const given = Object.fromEntries(
        Object.entries(query)
          .filter(([, value]) => value !== '')
          .map(([name, value]) => [name, parameters[name]?.isMany && Array.isArray(value) ? value.join(',') : value]),
      );
      const visit = { parameters: readQuery(parameters, given), given, place };
      const desk = await this.desks.of(person);
      const shown = await show(desk, visit);
      if ('onward' in shown) void reply.redirect(shown.onward, 303);
      else
        void reply
          .type(PAGE_TYPE)
          .send(framed({ ...shown, person, demonstratedOn: desk.demonstratedOn, sight: desk.sight, here }));
    }
  }
  return PageController;
}
