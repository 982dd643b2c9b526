import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Public } from '#platform';
import { API_OPTIONS, type ApiOptions } from '../api-options.js';
import { QUESTIONS } from '../questions/index.js';
import { openApiOf } from './openapi.js';

/** The description of this API, for those who program against it. */
@Controller('api/openapi.json')
@Public()
export class OpenApiController {
  private readonly document: string;

  constructor(@Inject(API_OPTIONS) { registry }: ApiOptions) {
    this.document = JSON.stringify(openApiOf(registry, QUESTIONS));
  }

  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  openApi(): string {
    return this.document;
  }
}
