// What Jinaq uses of smpp 0.5.1, which has no types of its own.
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  namespace smpp {
    type Fields = Readonly<Record<string, string | number | Buffer | Date | undefined>>;

    type Pdu = {
      readonly command: string;
      readonly command_status: number;
      readonly sequence_number: number;
      readonly message_id?: string;
      readonly system_id?: string;
      readonly password?: string;
      readonly source_addr?: string;
      readonly source_addr_ton?: number;
      readonly destination_addr?: string;
      readonly esm_class?: number;
      readonly data_coding?: number;
      readonly registered_delivery?: number;
      readonly validity_period?: Date | string;
      readonly short_message?: { readonly message: string | Buffer; readonly udh?: readonly Buffer[] };
      readonly receipted_message_id?: string;
      readonly message_state?: number;
      readonly network_error_code?: Buffer;
      isResponse(): boolean;
      response(fields?: Fields): Pdu;
    };

    type OnAnswer = (answer: Pdu) => void;
    /** False when the connection no longer takes anything: the answer will never come. */
    type Request = (fields: Fields, onAnswer?: OnAnswer) => boolean;

    interface Session extends EventEmitter {
      readonly socket: Socket;
      send(pdu: Pdu, onAnswer?: OnAnswer): boolean;
      readonly bind_transceiver: Request;
      readonly submit_sm: Request;
      readonly deliver_sm: Request;
      readonly enquire_link: Request;
      readonly unbind: Request;
      close(): void;
      destroy(): void;
    }

    type Smpp = {
      readonly Session: new (options: { readonly socket: Socket }) => Session;
      readonly errors: Readonly<Record<string, number>>;
      createServer(
        options: { readonly key?: string; readonly cert?: string },
        listener: (session: Session) => void,
      ): NetServer & { readonly sessions: readonly Session[] };
    };
  }
  const smpp: smpp.Smpp;
  export = smpp;
}
