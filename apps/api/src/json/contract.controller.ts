import { Controller, Get, Header, Param } from '@nestjs/common';
import { presentSchemas, schemaAddress, schemaAt } from '#exchange';
import { notFound, Public } from '#platform';

/**
 * What messages to other systems look like: where `dataschema` of a message leads. Open to anybody, as the description of
 * this API is: schemas say nothing that happened.
 */
@Controller('api/contract')
@Public()
export class ContractController {
  /** Every kind of message in its present version, with the address of its schema. */
  @Get()
  @Header('cache-control', 'public, max-age=300')
  kinds() {
    const kinds = Object.entries(presentSchemas()).map(([name, { version, topic = null, schema }]) => ({
      name,
      title: schema['title'],
      topic,
      version,
      schema: `/api/contract/${schemaAddress(name)}`,
    }));
    return { kinds };
  }

  /** The schema of any version that there ever was. Throws ProblemError 404. */
  @Get(':name/:version')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  schema(@Param('name') name: string, @Param('version') version: string): string {
    const schema = schemaAt(`${name}/${version}`);
    if (schema === undefined) throw notFound(`没有消息 ${name} 第 ${version} 版的约定`);
    return JSON.stringify(schema);
  }
}
