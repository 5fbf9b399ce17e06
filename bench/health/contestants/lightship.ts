/**
 * lightship as its README has it, with its own delay of 5 s (it knows from KUBERNETES_SERVICE_HOST that it is in
 * a cluster), and http-terminator instead of `server.close()`, as the README of that says.
 * https://github.com/gajus/lightship#usage-examples, https://github.com/gajus/http-terminator#usage
 */
import { createServer } from 'node:http';
import { createHttpTerminator } from 'http-terminator';
import { createLightship } from 'lightship';
import { handle } from './work.js';

const { HOST, PORT } = process.env;

const server = createServer(handle);
const httpTerminator = createHttpTerminator({ server });

const lightship = await createLightship();
lightship.registerShutdownHandler(async () => {
  await httpTerminator.terminate();
});

server.listen(Number(PORT), HOST, () => lightship.signalReady());
