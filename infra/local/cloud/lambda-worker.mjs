// The inside of one execution environment: loads the handler of an asset and calls it with one event at a time. Plain
// JavaScript, because every cold start would have to strip types.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { asset, handler: handlerPath, functionName, functionArn, memoryMegabytes } = workerData;

function runtimeError(name, message) {
  return Object.assign(new Error(message), { name });
}

function described(error) {
  return {
    errorType: error?.name ?? 'Error',
    errorMessage: String(error?.message ?? error),
    trace: String(error?.stack ?? '').split('\n'),
  };
}

async function loadHandler() {
  const dot = handlerPath.lastIndexOf('.');
  const [path, name] = [handlerPath.slice(0, dot), handlerPath.slice(dot + 1)];
  const file = ['.mjs', '.js', '.cjs'].map((ending) => join(asset, path + ending)).find(existsSync);
  if (!file) throw runtimeError('Runtime.ImportModuleError', `Cannot find module '${path}'`);
  const loaded = file.endsWith('.cjs') ? createRequire(file)(file) : await import(pathToFileURL(file).href);
  const found = loaded[name] ?? loaded.default?.[name];
  if (typeof found !== 'function')
    throw runtimeError('Runtime.HandlerNotFound', `${handlerPath} is undefined or not exported`);
  return found;
}

try {
  const handler = await loadHandler();
  let last = 0;
  parentPort.on('message', async ({ event, requestId, deadline }) => {
    if (event === undefined) {
      last = Math.min(last, deadline);
      return;
    }
    last = deadline;
    const context = {
      functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionArn,
      memoryLimitInMB: String(memoryMegabytes),
      awsRequestId: requestId,
      logGroupName: `/aws/lambda/${functionName}`,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, last - Date.now()),
    };
    try {
      const result = await handler(JSON.parse(event), context);
      parentPort.postMessage({ kind: 'result', payload: JSON.stringify(result) ?? 'null' });
    } catch (error) {
      parentPort.postMessage({ kind: 'error', error: described(error) });
    }
  });
  parentPort.postMessage({ kind: 'ready' });
} catch (error) {
  parentPort.postMessage({ kind: 'init-error', error: described(error) });
}
