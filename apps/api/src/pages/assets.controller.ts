import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { notFound, Public } from '#platform';
import { ASSETS } from './assets.js';

@Controller('assets')
export class AssetsController {
  @Get(':name')
  @Public()
  asset(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    const asset = ASSETS.get(name);
    if (!asset) throw notFound(`没有文件 ${name}`);
    void reply.type(asset.type).header('cache-control', 'public, max-age=31536000, immutable');
    return asset.content;
  }
}
