import { Controller, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access';
import {
  type CalendarAnswer,
  calendarAnswerShape,
  type ChangedCalendar,
  changedCalendarShape,
} from '#contract';
import { type CalendarCode } from '#identifiers';
import { problem } from '#problem-details';
import { calendarBody, type CalendarBody, calendarYear, SetCalendarCommand } from '#programmes';
import { CalendarQuery } from '#targets';
import { ProblemAnswer } from '../http/problem-answer.js';
import { ReadSide } from '../http/read-side.query.js';
import { authorOf, Caller, CheckedBody } from '../http/request-checks.controller.js';
import { access, located, Route } from '../http/route.controller.js';
import { definitionProblem } from './definition-problem.js';

const book = ['targets'] as const;
const noQuery = z.strictObject({});

@Controller('v1/calendars')
export class CalendarsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readSide: ReadSide,
  ) {}

  @Route('GET', ':code', {
    operationId: 'getCalendar',
    summary: { en: 'The working days of each year that is set', zh: '已设定各年的工作日历' },
    path: { code: 'calendar' },
    access: access.everyRole,
    query: noQuery,
    awaits: true,
    answers: { 200: { description: 'The calendar', schema: calendarAnswerShape } },
  })
  one(@Req() request: FastifyRequest, @Param('code') code: CalendarCode): Promise<CalendarAnswer> {
    return this.readSide.answer(request, book, async () => {
      const found = await this.queries.execute(new CalendarQuery(code));
      if (!found) throw new ProblemAnswer(problem('not-found'));
      return found;
    });
  }

  @Route('PUT', ':code/:year', {
    operationId: 'setCalendar',
    summary: { en: 'Set the working days of a year', zh: '设定一年的工作日' },
    path: { code: 'newCalendar', year: 'year' },
    access: ['supervisor'],
    body: { 'application/json': calendarBody },
    answers: {
      201: { description: 'The next version', schema: changedCalendarShape, headers: located },
      200: { description: 'It stands like this already', schema: changedCalendarShape },
    },
  })
  async set(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Caller() caller: Principal,
    @Param('code') code: CalendarCode,
    @Param('year') yearText: string,
    @CheckedBody() body: CalendarBody,
  ): Promise<ChangedCalendar> {
    const year = calendarYear.safeParse(yearText);
    if (!year.success)
      throw new ProblemAnswer(
        problem('invalid-request', { detail: 'The year in the path is a year from 1900.' }),
      );
    const change = await this.commands.execute(
      new SetCalendarCommand(code, year.data, body, authorOf(caller)),
    );
    if (change.outcome === 'refused') throw definitionProblem(change.refusal);
    return this.readSide.changed(reply, book, change, {
      location: `/v1/calendars/${code}/${year.data}`,
      read: (seq) => this.queries.execute(new CalendarQuery(code, seq)),
    });
  }
}
