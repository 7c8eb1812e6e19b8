// What the API answers about suppliers' products, by the names of the screens.

import type { Schemas } from '../api.js';

export type SupplierImport = Schemas['SupplierImportView'];
export type PriceListHold = Schemas['PriceListHold'];
export type PriceListProblem = Schemas['PriceListProblem'];
export type ProductChange = Schemas['ProductChange'];
export type SupplierProduct = Schemas['SupplierProductView'];
export type SupplierProductDetails = Schemas['SupplierProductDetails'];
export type ProductComparison = Schemas['ProductComparisonView'];
export type StockAlerts = Schemas['StockAlertsView'];
export type ReorderSuggestion = Schemas['ReorderRecommendation'];
export type PurchaseOrder = Schemas['PurchaseOrderView'];
export type StockMovement = Schemas['StockMovementView'];
