import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect } from 'node:net';

/** Whether a health endpoint of this machine answers 200. Its certificate is its own affair. */
export function answers(url: string): Promise<boolean> {
  const [request, options] = url.startsWith('https:')
    ? [requestHttps, { rejectUnauthorized: false }]
    : [requestHttp, {}];
  return new Promise((resolve) => {
    const call = request(url, { ...options, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve(false));
    call.end();
  });
}

/** Whether something listens on the port. */
export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
