import * as z from 'zod';
import { contrast } from './contrast.ts';

/** The languages of the product. Catalogues, reader and pages exist in each. */
export const languages = ['en', 'vi', 'fr', 'es', 'ar', 'zh', 'ru', 'de', 'pt'] as const;
export const languageSchema = z.enum(languages);
export type Language = z.infer<typeof languageSchema>;

export const approvalPolicySchema = z.enum(['required', 'four-eyes', 'auto']);
export type ApprovalPolicy = z.infer<typeof approvalPolicySchema>;

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour is written #rrggbb');

/**
 * The configuration of the newsroom, as every function needs it. Written once per stage in infra/configuration.ts and
 * included in each Lambda's bundle as newsroom.json.
 */
export const newsroomSchema = z
  .object({
    stage: z.string(),
    name: z.string(),
    /** IANA zone. Times without a zone are read in it, and every edition shows it. */
    zone: z.string(),
    /** The language to use if none of a contact's languages is among a release's. */
    defaultLanguage: languageSchema,
    sender: z.object({
      /** Must identify the sender only: no subject text, no emoji. */
      name: z.string(),
      address: z.email(),
      /** Receives replies to a release that names no media contact of the newsroom (`replyAddress`). */
      replyTo: z.email(),
      /** Domain of the List-Id header and of the unsubscribe mailto. */
      domain: z.string(),
    }),
    /**
     * The addresses of the desk; each receives proofs and reports. Use personal addresses: an approval by mail is
     * recorded in the name of the address that its link was sent to. If empty, no proof is sent by mail.
     */
    desk: z.array(z.email()),
    approval: approvalPolicySchema,
    /** Seconds after the due time within which an overdue release is still sent automatically; later it is held. */
    overdueLimitSeconds: z.number().int().positive(),
    /** The list that every proposed audience includes, and that receives a release if nothing else is known. */
    defaultList: z.string(),
    /** The beats that the newsroom uses, each with the words that reveal it, per language. */
    vocabulary: z.record(z.string(), z.partialRecord(languageSchema, z.array(z.string()))),
    embargoTerms: z.object({ version: z.string() }),
    /** How much mail strangers can cause with the sign-up form. Beyond these numbers no mail is sent. */
    signUps: z.object({
      /** Sign-ups from one network: enough for an office or a press conference that shares an IP address. */
      perNetworkAndHour: z.number().int().positive(),
      /** Confirmations mailed in all: robots have many networks. */
      perHour: z.number().int().positive(),
      /** To one mailbox, in any spelling of its address. */
      perMailboxAndDay: z.number().int().positive(),
      /** Hours in which one address gets one confirmation at most. */
      hoursBetweenConfirmations: z.number().positive(),
    }),
    unknown: z.object({
      /** Seconds without a Send event after which the policy decides about an unknown. */
      graceSeconds: z.number().int().positive(),
      embargoed: z.enum(['hold', 'resend']),
      otherwise: z.enum(['hold', 'resend']),
    }),
    brand: z
      .object({
        /** Absolute https URL of a PNG or JPEG, or null to show the newsroom's name as text. */
        logoUrl: z.url().nullable(),
        logoWidth: z.number().int().positive(),
        logoHeight: z.number().int().positive(),
        primary: colour,
        onPrimary: colour,
        /** Postal address for the footer: one entry per line. */
        address: z.array(z.string()),
        website: z.url(),
        social: z.array(z.object({ label: z.string(), url: z.url() })),
      })
      .refine(({ primary, onPrimary }) => contrast(primary, onPrimary) >= 4.5, {
        error: 'onPrimary cannot be read on primary: WCAG asks for a contrast of 4.5',
        path: ['onPrimary'],
      }),
    retention: z.object({ recipientDays: z.number().int().positive() }),
  })
  .refine(({ approval, desk }) => approval !== 'four-eyes' || desk.length !== 1, {
    error: 'four-eyes wants two people, and one address stands for one: write the address of each into desk',
    path: ['desk'],
  });
export type Newsroom = z.infer<typeof newsroomSchema>;
