// Replaces the native module of Amazon's runtime client, which talks to the Runtime API. Does the same with fetch, so
// that the client runs anywhere without being compiled. Loaded before the client.
import Module from 'node:module';

const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

function post(path, body, headers = {}) {
  return fetch(api + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

const client = {
  initializeClient() {},
  async next() {
    const response = await fetch(`${api}/invocation/next`);
    return { bodyJson: await response.text(), headers: Object.fromEntries(response.headers) };
  },
  done: (requestId, body) => post(`/invocation/${requestId}/response`, body),
  error: (requestId, body) => post(`/invocation/${requestId}/error`, body),
};

const isNative = (file) => file.endsWith('rapid-client.node');
const { _resolveFilename: resolve } = Module;
const { '.node': load } = Module._extensions;
Module._resolveFilename = (request, ...rest) =>
  isNative(request) ? '/rapid-client.node' : resolve.call(Module, request, ...rest);
Module._extensions['.node'] = (module, file) => {
  if (isNative(file)) module.exports = client;
  else load(module, file);
};
