/** The nouns that refer to one another, named before they are described, so that their modules need no import cycle. */
import type { Anomaly } from '../domain/anomaly.ts';
import type { AnomalyFilter, SubscriberRow } from '../history/history.ts';
import type { MuteState } from '../history/triage-history.ts';
import { builder } from './builder.ts';
import { defineConnection } from './connection-type.ts';
import type { PsxDeviceRow } from './device-list.ts';

export const SubscriberRef = builder.objectRef<SubscriberRow>('Subscriber');
export const PsxDeviceRef = builder.objectRef<PsxDeviceRow>('PsxDevice');
export const AnomalyRef = builder.objectRef<Anomaly>('Anomaly');

export const MuteRef = builder.objectRef<MuteState>('Mute');

export const SubscriberConnectionRef = defineConnection('Subscriber', SubscriberRef, 'subscriber number as text');
export const PsxDeviceConnectionRef = defineConnection('PsxDevice', PsxDeviceRef, 'device name as text');
export const AnomalyConnectionRef = defineConnection<Anomaly, { readonly filter: AnomalyFilter }>(
  'Anomaly',
  AnomalyRef,
  'time of detection, newest first, then id, unless another order was asked for',
);
export const MuteConnectionRef = defineConnection('Mute', MuteRef, 'when it was made, newest first');
