import type { Api, CallOptions, Download, Envelope } from "../../client/index.ts";

/** A message, as the platform describes it. */
export interface Message {
  message_id?: string;
  root_id?: string;
  parent_id?: string;
  thread_id?: string;
  msg_type?: string;
  /** Milliseconds since the Unix epoch, as text. */
  create_time?: string;
  update_time?: string;
  deleted?: boolean;
  updated?: boolean;
  chat_id?: string;
  sender?: { id: string; id_type: string; sender_type: string; tenant_key?: string };
  /** `content` is JSON text; its shape depends on `msg_type`. */
  body?: { content: string };
  mentions?: { key: string; id: string; id_type: string; name: string; tenant_key?: string }[];
  upper_message_id?: string;
}

type ReceiveIdType = "open_id" | "user_id" | "union_id" | "email" | "chat_id";

/** The operations of `im`. */
export interface Im {
  v1: {
    message: {
      /**
       * `POST /open-apis/im/v1/messages` · tenant, user · 1000/min, 50/s
       * @see https://open.feishu.cn/document/server-docs/im-v1/message/create
       */
      create(
        payload: {
          params: { receive_id_type: ReceiveIdType };
          data: { receive_id: string; msg_type: string; content: string; uuid?: string };
        },
        options?: CallOptions,
      ): Promise<Envelope<Message>>;
      /**
       * `POST /open-apis/im/v1/messages/:message_id/reply` · tenant, user · 1000/min, 50/s
       * @see https://open.feishu.cn/document/server-docs/im-v1/message/reply
       */
      reply(
        payload: {
          path: { message_id: string };
          data: { content: string; msg_type: string; reply_in_thread?: boolean; uuid?: string };
        },
        options?: CallOptions,
      ): Promise<Envelope<Message>>;
      /**
       * `GET /open-apis/im/v1/messages` · tenant, user · 1000/min, 50/s
       * @see https://open.feishu.cn/document/server-docs/im-v1/message/list
       */
      list(
        payload: {
          params: {
            container_id_type: string;
            container_id: string;
            start_time?: string;
            end_time?: string;
            sort_type?: "ByCreateTimeAsc" | "ByCreateTimeDesc";
            page_size?: number;
            page_token?: string;
          };
        },
        options?: CallOptions,
      ): Promise<Envelope<{ items?: Message[]; page_token?: string; has_more?: boolean }>>;
      /**
       * `GET /open-apis/im/v1/messages/:message_id` · tenant, user · 1000/min, 50/s
       * @see https://open.feishu.cn/document/server-docs/im-v1/message/get
       */
      get(
        payload: { path: { message_id: string }; params?: { user_id_type?: "open_id" | "union_id" | "user_id" } },
        options?: CallOptions,
      ): Promise<Envelope<{ items?: Message[] }>>;
    };
    image: {
      /**
       * `POST /open-apis/im/v1/images` · tenant · 1000/min, 50/s
       * @see https://open.feishu.cn/document/server-docs/im-v1/image/create
       */
      create(
        payload: {
          data: {
            image_type: "message" | "avatar";
            image: Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | ReadableStream<Uint8Array>;
          };
        },
        options?: CallOptions,
      ): Promise<Envelope<{ image_key?: string }>>;
      /**
       * `GET /open-apis/im/v1/images/:image_key` · tenant · 1000/min, 50/s
       * @see https://open.feishu.cn/document/server-docs/im-v1/image/get
       */
      get(payload: { path: { image_key: string } }, options?: CallOptions): Promise<Download>;
    };
  };
}

/** Messages and their images. */
export const im: Api<Im> = {
  project: "im",
  operations: {
    v1: {
      message: {
        create: "POST /messages tu i=uuid",
        reply: "POST /messages/:message_id/reply tu i=uuid",
        list: "GET /messages tu",
        get: "GET /messages/:message_id tu",
      },
      image: { create: "POST /images t m", get: "GET /images/:image_key t b" },
    },
  },
};
